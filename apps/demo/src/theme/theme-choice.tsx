import { texts } from '../text/texts.ts'
import { chooseTheme, type Theme, themes, useTheme } from './theme.ts'
import './theme.css'

const previews: Readonly<Record<Theme, readonly ('light' | 'dark')[]>> = { system: ['light', 'dark'], light: ['light'], dark: ['dark'] }

/** Light, dark, or like the system; applies at once. */
export const ThemeChoice = () => {
  const chosen = useTheme()
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{texts.profile.theme}</legend>
      <p className="quiet settings-hint">{texts.profile.themeHint}</p>
      <div className="themes">
        {themes.map((theme) => (
          <label key={theme} className="theme">
            <input type="radio" name="theme" className="visually-hidden" checked={theme === chosen} onChange={() => chooseTheme(theme)} />
            <span className="theme-preview" aria-hidden="true">
              {previews[theme].map((scheme) => (
                <span key={scheme} className="theme-page" style={{ colorScheme: scheme }}>
                  <span className="theme-bubble" />
                  <span className="theme-bubble theme-bubble-own" />
                </span>
              ))}
            </span>
            <span className="theme-name">{texts.profile.themes[theme]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
