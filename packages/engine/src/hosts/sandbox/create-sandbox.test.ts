import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { createSandbox } from './create-sandbox.ts'

it('a data folder in a folder that each sandbox has for itself is refused', async () => {
  const here = { env: {}, bubblewrapAtLeast: null }
  const link = join(tempFolder(), 'data')
  symlinkSync('/dev', link)
  for (const folder of ['/dev/shm/coppice', join(link, 'null')])
    expect(await createSandbox(here, { hidden: [folder], readable: [] }).state()).toEqual({
      is: 'unusable',
      why: expect.stringMatching(/data folder .* is in \/dev, .*COPPICE_HOME/),
    })
})
