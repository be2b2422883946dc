/** Calls `work` as often as there are tasks, at most `slots` calls at a time. */
export async function runInSlots(times, slots, work) {
  let begun = 0
  async function slot() {
    while (begun < times) {
      begun += 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: slots }, slot))
}
