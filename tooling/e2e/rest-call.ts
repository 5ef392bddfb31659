/** Calls the REST door of a server, for what the messenger has no button for. */
export const restCall =
  (serverUrl: string) =>
  async (method: string, path: string, body: unknown, token?: string): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${serverUrl}/v1/${path}`, { method, body: JSON.stringify(body), headers })
    return (await answer.json()) as Record<string, string>
  }
