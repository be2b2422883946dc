import { useParams } from 'next/navigation'

/** A value of the address: `projectId` of `/projects/[projectId]`, as it was before it was written into the address. */
export function useRouteValue(name: string): string {
  const value = useParams()[name]
  if (typeof value !== 'string') throw new Error(`The address of this page has no ${name}.`)
  return decoded(value)
}

/** An address typed by hand may hold a lone `%`. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
