import { FieldFrame } from '../../controls/field.tsx'
import { texts } from '../../text/texts.ts'
import { Avatar } from './avatar.tsx'

interface HueFieldProps {
  readonly name: string
  readonly hue: number
  readonly onHue: (hue: number) => void
  readonly shape?: 'round' | 'square'
}

/** Chooses the colour of an avatar. */
export const HueField = ({ name, hue, onHue, shape = 'round' }: HueFieldProps) => (
  <FieldFrame label={texts.profile.hue}>
    {({ id }) => (
      <div className="hue">
        <Avatar name={name} hue={hue} size={44} shape={shape} />
        <input id={id} className="hue-range" type="range" min={0} max={359} step={1} value={hue} onChange={(event) => onHue(Number(event.target.value))} />
      </div>
    )}
  </FieldFrame>
)
