import { useConversation } from '@palaver/react'
import { Dialog } from '../../controls/dialog.tsx'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import type { ComposerDialogProps } from '../messages/composer-extension.ts'
import { nameOf, timesForOne } from './disappear-times.ts'
import './disappearing.css'

/** Chooses after what time the next message disappears. */
export const DisappearDialog = ({ conversationId, written: { options, onOptions }, onClose }: ComposerDialogProps) => {
  const { item } = useConversation(conversationId)
  const usualMs = item?.conversation.settings.disappearAfterMs ?? 0
  const { disappearAfterMs, ...others } = options
  const choose = (ms: number | undefined) => {
    onOptions(ms === undefined ? others : { ...others, disappearAfterMs: ms })
    onClose()
  }
  return (
    <Dialog title={texts.disappearing.title} onClose={onClose} className="dialog-small">
      <p className="quiet">{texts.disappearing.onlyThis}</p>
      <div className="disappear-times">
        {[undefined, ...timesForOne(usualMs)].map((ms) => (
          <button key={ms ?? 0} type="button" className="menu-item disappear-time" aria-pressed={ms === disappearAfterMs} onClick={() => choose(ms)}>
            <span className="disappear-name">
              {ms === undefined && usualMs > 0 ? texts.disappearing.asConversation : nameOf(ms ?? 0)}
              {ms === undefined && usualMs > 0 && <span className="quiet">{nameOf(usualMs)}</span>}
            </span>
            {ms === disappearAfterMs && <Icon name="check" size={18} />}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
