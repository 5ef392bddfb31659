import { texts } from '../../text/texts.ts'
import { ChosenChip } from '../messages/chosen-chip.tsx'
import type { Chosen } from '../messages/composer-extension.ts'
import { useNames } from './use-names.ts'

const Names = ({ userIds, onUndo }: { readonly userIds: readonly string[]; readonly onUndo: () => void }) => {
  const { short, all } = useNames(userIds)
  return <ChosenChip icon="eye" label={texts.restricted.chosen(short)} title={texts.restricted.chosen(all)} undo={texts.restricted.everybody} onUndo={onUndo} />
}

/** Whom the next message is for, if not for everybody; it can be taken back. */
export const RestrictedChip = ({ options: { visibleTo, ...others }, onOptions }: Chosen) =>
  visibleTo !== undefined && <Names userIds={visibleTo} onUndo={() => onOptions(others)} />
