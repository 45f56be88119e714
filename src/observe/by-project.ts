/** What belongs to each project; the order stays. */
export function byProject<Of extends { readonly project: string }>(
  all: readonly Of[],
): ReadonlyMap<string, readonly Of[]> {
  const projects = new Map<string, Of[]>()
  for (const each of all) {
    const own = projects.get(each.project)
    if (own === undefined) projects.set(each.project, [each])
    else own.push(each)
  }
  return projects
}
