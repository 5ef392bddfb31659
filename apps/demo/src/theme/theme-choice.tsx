import { texts } from '../text/texts.ts'
import { chooseTheme, themes, useTheme } from './theme.ts'

/** Light, dark, or like the system; applies at once. */
export const ThemeChoice = () => {
  const chosen = useTheme()
  return (
    <fieldset className="choice">
      <legend>{texts.profile.theme}</legend>
      <div className="choice-options">
        {themes.map((theme) => (
          <label key={theme} className="choice-option">
            <input type="radio" name="theme" className="visually-hidden" checked={theme === chosen} onChange={() => chooseTheme(theme)} />
            <span>{texts.profile.themes[theme]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
