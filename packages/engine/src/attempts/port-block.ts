/**
 * The first port of the first range. The ports of all ranges are below the ephemeral ports of Linux (from 32768) and macOS (from 49152), and
 * above the ports of most services.
 */
const FIRST_PORT = 12_000
const PORTS_PER_SLOT = 10
const SLOTS_PER_RANGE = 64
const RANGES = 32

/**
 * Returns the first of the 10 ports that belong to a worktree while it is leased. Within a run no two slots share a port. A hash of the
 * project's id chooses one of 32 ranges, so two projects that run at the same time rarely share ports.
 */
export function portBase(projectId: string, slot: number): number {
  const range = hash(projectId) % RANGES
  return FIRST_PORT + (range * SLOTS_PER_RANGE + (slot % SLOTS_PER_RANGE)) * PORTS_PER_SLOT
}

/** Calculates the 32-bit FNV-1a hash of a text. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}
