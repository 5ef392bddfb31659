// The table is the runtime's own. Only what Unicode recommends for interchange: text, lone modifiers and joined pieces that no device draws as one are not.
const oneEmoji = new RegExp('^(?!\\p{Emoji_Modifier}$)\\p{RGI_Emoji}$', 'v')

/** Is it exactly one emoji, fully qualified? */
export const isEmoji = (text: string): boolean => oneEmoji.test(text)
