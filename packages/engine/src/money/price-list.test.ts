import { describe, expect, it } from 'vitest'
import { KNOWN_PRICES } from './known-prices.ts'
import { asPriceList } from './price-list.ts'

const price = { input: 3_000_000, output: 15_000_000, cacheRead: 300_000, cacheWrite: 3_750_000, cacheWrite1h: null }
const model = { model: 'm-1', source: 'a contract', checked: '2026-11-30', prices: [price] }
const file = (...models: object[]) => ({ currency: 'USD', models })

describe('a file of prices', () => {
  it('contains models with prices from a day on, and a rate that is absent is not known', () => {
    const { cacheWrite1h, ...fourRates } = price
    const dated = { ...model, aliases: ['m-1-20261130'], prices: [fourRates, { ...price, from: '2026-12-01' }] }
    expect(asPriceList(file(dated))).toEqual(file({ ...dated, prices: [{ ...price, from: null }, dated.prices[1]] }))
  })

  it.each([
    [{ currency: 'EUR', models: [] }, 'currency: expected "USD"'],
    [file({ ...model, prices: [{ ...price, input: 2.5 }] }), 'models[0].prices[0].input: expected a whole number'],
    [file({ ...model, prices: [{ ...price, output: '3' }] }), 'models[0].prices[0].output: expected a whole number'],
    [file({ ...model, prices: [{ ...price, cacheread: 1 }] }), 'models[0].prices[0].cacheread: expected no such field'],
    [file({ ...model, prices: [] }), 'models[0].prices: expected at least one price'],
    [file({ ...model, checked: '2026-02-30' }), 'models[0].checked: expected a day'],
    [file(model, { ...model, model: 'm-2', aliases: ['m-1'] }), 'expected each model once, and m-1 is there twice'],
    [
      file({
        ...model,
        prices: [
          { ...price, from: '2026-12-02' },
          { ...price, from: '2026-12-01' },
        ],
      }),
      'models[0].prices[1].from: expected a day after the one of the price before',
    ],
    [[], 'the file: expected an object'],
  ])('M1: is refused as a whole when it has a mistake: %j', (content, message) => {
    expect(() => asPriceList(content)).toThrow(message)
  })

  it('M1: says for each model that Coppice knows where its prices come from and when they were compared', () => {
    expect(KNOWN_PRICES.models.length).toBeGreaterThan(40)
    for (const { source, checked } of KNOWN_PRICES.models)
      expect(`${source} ${checked}`).toMatch(/^@.+ \d{4}-\d\d-\d\d$/)
  })
})
