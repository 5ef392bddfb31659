/** A mail to one person. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends mail. The development form prints it to the log; SMTP and others stand behind the same interface. */
export interface Mailer {
  send(mail: Mail): Promise<void>
}
