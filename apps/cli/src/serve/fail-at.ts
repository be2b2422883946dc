import { FAIL_POINTS, noFailPoints, type ReachFailPoint } from '@coppice/engine'
import { BadSetting } from '../settings/settings.ts'

/**
 * `COPPICE_FAIL_AT=merge.verified` or `merge.verified:3` (the third time): the server kills itself there, for tests of crashes.
 * Throws BadSetting.
 */
export function failAt(setting: string | undefined): ReachFailPoint {
  if (!setting) return noFailPoints
  const [name, nth = '1'] = setting.split(':')
  if (!FAIL_POINTS.some((point) => point === name) || !/^[1-9]\d*$/.test(nth))
    throw new BadSetting(
      `COPPICE_FAIL_AT is '${setting}': expected one of ${FAIL_POINTS.join(', ')}, and :N for the Nth time.`,
    )
  let left = Number(nth)
  return (point) => {
    if (point !== name) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
