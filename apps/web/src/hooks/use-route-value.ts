import { useParams } from 'next/navigation'

/** A parameter of the address, decoded: `projectId` of `/projects/[projectId]`. */
export function useRouteValue(name: string): string {
  const value = useParams()[name]
  if (typeof value !== 'string') throw new Error(`The address of this page has no ${name}.`)
  return decoded(value)
}

/** An address that a person typed may contain a lone `%`. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
