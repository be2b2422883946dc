import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fencedBlocks } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { ownPrices } from './own-prices.ts'

it('M1: the prices of a user are a file in the data folder, and a mistake in it keeps the server from starting', async () => {
  const home = await mkdtemp(join(tmpdir(), 'coppice-prices-'))
  const write = (content: string) => writeFile(join(home, 'prices.json'), content)
  expect(await ownPrices(home)).toBeNull()
  const price = { from: null, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 }
  const list = { currency: 'USD', models: [{ model: 'local', source: 'mine', checked: '2026-11-30', prices: [price] }] }
  await write(JSON.stringify(list))
  expect(await ownPrices(home)).toEqual(list)
  await write(JSON.stringify({ ...list, currency: 'EUR' }))
  await expect(ownPrices(home)).rejects.toThrow(`${home}/prices.json have a mistake: currency: expected "USD"`)
  await write('{')
  await expect(ownPrices(home)).rejects.toThrow('Correct it, or remove the file')
  await rm(home, { recursive: true })
})

it('the prices that docs/costs.md shows can be used', async () => {
  const docs = readFileSync(new URL('../../../../docs/costs.md', import.meta.url), 'utf8')
  const [documented] = fencedBlocks('docs/costs.md', docs).filter(({ language }) => language === 'json')
  const home = await mkdtemp(join(tmpdir(), 'coppice-prices-'))
  await writeFile(join(home, 'prices.json'), documented?.text ?? '')
  expect((await ownPrices(home))?.models).toHaveLength(1)
  await rm(home, { recursive: true })
})
