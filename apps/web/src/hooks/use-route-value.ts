import { useParams } from 'next/navigation'

/** Reads a decoded parameter of the address, such as `projectId` of `/projects/[projectId]`. */
export function useRouteValue(name: string): string {
  const value = useParams()[name]
  if (typeof value !== 'string') throw new Error(`The address of this page has no ${name}.`)
  return decoded(value)
}

/** Decodes a value. If it is malformed, such as a lone `%`, it is returned unchanged. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
