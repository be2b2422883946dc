/** The quantile of the normal distribution for an interval that contains the true share in 90 of 100 cases. */
const Z = 1.645

/** Returns the Wilson score interval of a share: `count` of `samples` with 90 % confidence. Without samples, it is from 0 to 1. */
export function shareInterval(count: number, samples: number): { low: number; high: number } {
  if (samples === 0) return { low: 0, high: 1 }
  const share = count / samples
  const scale = 1 + Z ** 2 / samples
  const centre = (share + Z ** 2 / (2 * samples)) / scale
  const spread = (Z / scale) * Math.sqrt((share * (1 - share)) / samples + Z ** 2 / (4 * samples ** 2))
  return { low: Math.max(0, centre - spread), high: Math.min(1, centre + spread) }
}
