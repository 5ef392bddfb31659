/** A name that somebody chose, kept apart from the direction of the text around it. */
export const Name = ({ children }: { readonly children: string }) => <bdi className="name">{children}</bdi>
