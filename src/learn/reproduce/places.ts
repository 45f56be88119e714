/** Who in a project answers a tool: a backend, by the routes that it names, or an MCP server. */

/** Of a project, as much as says that. */
export interface Serving {
  /** Backends by name, with the routes of their tools. */
  readonly backends: Readonly<Record<string, { readonly tools: Readonly<Record<string, string | readonly string[]>> }>>
  /** MCP servers by name, with their tools where the project says them. */
  readonly mcp: Readonly<Record<string, { readonly tools: readonly string[] }>>
}

export interface Place {
  readonly backend: string
  /** As it knows the tool. */
  readonly tool: string
  readonly route: string
  readonly isMcp: boolean
}

/** @returns nothing for a tool that nobody is known to serve */
export function placesOf({ backends, mcp }: Serving): (tool: string) => Place | undefined {
  const routes = new Map(
    Object.entries(backends).flatMap(([backend, { tools }]) =>
      Object.entries(tools).map(([tool, route]): [string, Place] => [
        tool,
        { backend, tool, route: [route].flat()[0] ?? '', isMcp: false },
      ]),
    ),
  )
  const servers = Object.entries(mcp)
  const onMcp = (backend: string, tool: string) => ({ backend, tool, route: `tools/call /${tool}`, isMcp: true })
  return (tool) => {
    const known = routes.get(tool)
    if (known !== undefined) return known
    for (const [server, { tools }] of servers) {
      const own = tool.startsWith(`mcp__${server}__`) ? tool.slice(`mcp__${server}__`.length) : tool
      if (own !== tool || tools.includes(own)) return onMcp(server, own)
    }
    const [only, ...others] = servers
    // What a server offers it says itself, when it runs; where there is one, the project need not say it too.
    return only !== undefined && others.length === 0 && only[1].tools.length === 0 ? onMcp(only[0], tool) : undefined
  }
}
