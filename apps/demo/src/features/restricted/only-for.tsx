import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import { useNames } from './use-names.ts'
import './restricted.css'

/** Whom a message is for that is not sent yet. */
export const OnlyFor = ({ userIds }: { readonly userIds: readonly string[] }) => {
  const { short, all } = useNames(userIds)
  return <p className="restricted-line" title={texts.restricted.chosen(all)}><Icon name="eye" size={14} /><span className="restricted-names">{texts.restricted.chosen(short)}</span></p>
}
