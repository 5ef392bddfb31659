/** How a feature is called: everything that its files and entries are made of. */
export interface FeatureNames {
  /** Folder, file and path: `saved-views`. */
  readonly feature: string
  readonly noun: string
  /** In prose: `saved views`. */
  readonly words: string
  readonly word: string
  /** In code: `savedViews`. */
  readonly things: string
  readonly thing: string
  readonly Things: string
  readonly Thing: string
}

const pluralNoun = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*s$/

const singularOf = (plural: string): string => {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`
  return /(?:ss|x|ch|sh)es$/.test(plural) ? plural.slice(0, -2) : plural.slice(0, -1)
}

const camel = (kebab: string): string => kebab.replaceAll(/-(\w)/g, (_whole, letter: string) => letter.toUpperCase())
const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)

/**
 * The names of a feature.
 * @throws {Error} unless `feature` is a plural noun in kebab-case.
 */
export const namesOf = (feature: string): FeatureNames => {
  const noun = singularOf(feature)
  if (!pluralNoun.test(feature) || noun.endsWith('s') || noun.length < 3) {
    throw new Error(`unable to make a feature; "${feature}" is not a plural noun in kebab-case, such as polls or saved-views`)
  }
  const [things, thing] = [camel(feature), camel(noun)]
  return { feature, noun, words: feature.replaceAll('-', ' '), word: noun.replaceAll('-', ' '), things, thing, Things: capital(things), Thing: capital(thing) }
}
