import { useTask } from './use-task.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { texts } from '../text/texts.ts'

interface ConfirmDialogProps {
  readonly title: string
  readonly hint: string
  readonly confirm: string
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}

/** Asks before something that cannot be undone. */
export const ConfirmDialog = ({ title, hint, confirm, onConfirm, onClose }: ConfirmDialogProps) => {
  const task = useTask(onConfirm)
  return (
    <Dialog title={title} onClose={onClose} className="dialog-small">
      <p>{hint}</p>
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
      <footer className="dialog-foot">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button kind="danger" disabled={task.busy} onClick={() => void task.run().then((done) => done && onClose())}>
          {confirm}
        </Button>
      </footer>
    </Dialog>
  )
}
