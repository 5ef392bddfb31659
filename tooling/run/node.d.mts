/** The oldest Node that runs the server, and our TypeScript as it is. */
export const oldestNode: string
/** The Node that everything runs on: the workspace's own, or with `PALAVER_NODE=system` the one that runs this. */
export function chooseNode(setting: string | undefined, process: { readonly execPath: string; readonly versions: { readonly node: string } }): string
