import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'
import { startServer, TOKEN } from '../testing/start-server.ts'

const KEY = 'sk-ant-test-0123456789'

test('agents says of each agent whether it can be used; if a server runs, the environment of the server counts', async () => {
  const home = tempFolder('home')
  const asked = async (key: string | undefined) => {
    const env = {
      COPPICE_HOME: home,
      HOME: tempFolder(),
      XDG_CONFIG_HOME: undefined,
      ANTHROPIC_API_KEY: key,
      COPPICE_ADMIN_TOKEN: TOKEN,
    }
    const { stdout, exitCode } = await runCli(['agents', '--json'], { cwd: home, env })
    expect(exitCode).toBe(0)
    expect(stdout).not.toContain(KEY)
    const { url, agents } = JSON.parse(stdout)
    return { url, agent: agents.find(({ name }: { name: string }) => name === 'anthropic') }
  }
  expect(await asked(KEY)).toMatchObject({
    url: null,
    agent: { usable: true, advice: null, signIn: 'SIGNED_IN', signedInBy: 'ANTHROPIC_API_KEY' },
  })
  const { url } = await startServer(home, { ANTHROPIC_API_KEY: KEY })
  const settings = [{ key: 'agent', value: 'anthropic' }]
  expect(await asked(undefined)).toMatchObject({ url, agent: { usable: true, settings } })
})
