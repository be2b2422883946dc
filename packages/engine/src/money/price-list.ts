import type { DatedPrice, Rates } from '../domain/rates.ts'
/** A list of prices, as a file of prices contains it. All rates are whole millionths of a dollar for a million tokens: $3 is 3000000. */
export interface PriceList {
  currency: 'USD'
  models: readonly ModelPrices[]
}

/** The prices of one model. */
export interface ModelPrices {
  /** The id with which a provider names the model in its replies. */
  model: string
  /** Other ids of exactly the same model, such as the one with its date. */
  aliases?: readonly string[]
  /** Where the prices come from, for people. */
  source: string
  /** The day on which somebody compared the prices with their source, such as 2026-11-30. */
  checked: string
  /** In the order of their dates. */
  prices: readonly DatedPrice[]
}

/** The error for a mistake in a file of prices. The message names the place and what is expected there. */
export class BadPriceList extends Error {}

/**
 * Checks the content of a file of prices. Every mistake is an error, because a wrong price would go unnoticed.
 * @throws BadPriceList
 */
export function asPriceList(content: unknown): PriceList {
  const { currency, models } = objectAt(content, 'the file', ['currency', 'models'])
  if (currency !== 'USD') fail('currency', '"USD", because other currencies are not converted')
  const list = listAt(models, 'models').map((one, index) => asModel(one, `models[${index}]`))
  const names = list.flatMap(({ model, aliases = [] }) => [model, ...aliases])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) fail('models', `each model once, and ${twice} is there twice`)
  return { currency: 'USD', models: list }
}

function asModel(content: unknown, path: string): ModelPrices {
  const fields = objectAt(content, path, ['model', 'aliases', 'source', 'checked', 'prices'])
  const aliases = listAt(fields.aliases ?? [], `${path}.aliases`)
  const prices = listAt(fields.prices, `${path}.prices`).map((one, index) => asDated(one, `${path}.prices[${index}]`))
  if (prices.length === 0) fail(`${path}.prices`, 'at least one price')
  for (const [index, { from }] of prices.entries()) {
    const before = prices[index - 1]?.from
    if (index === 0 ? false : from === null || (typeof before === 'string' && before >= from))
      fail(`${path}.prices[${index}].from`, 'a day after the one of the price before')
  }
  return {
    model: textAt(fields.model, `${path}.model`),
    ...(aliases.length > 0 && { aliases: aliases.map((one, index) => textAt(one, `${path}.aliases[${index}]`)) }),
    source: textAt(fields.source, `${path}.source`),
    checked: dayAt(fields.checked, `${path}.checked`),
    prices,
  }
}

const RATES = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite1h'] as const

function asDated(content: unknown, path: string): DatedPrice {
  const { from, above, ...rates } = objectAt(content, path, ['from', 'above', ...RATES])
  return {
    from: from === undefined || from === null ? null : dayAt(from, `${path}.from`),
    ...asRates(rates, path),
    ...(above !== undefined && { above: asAbove(above, `${path}.above`) }),
  }
}

function asAbove(content: unknown, path: string): Rates & { inputTokens: number } {
  const { inputTokens, ...rates } = objectAt(content, path, ['inputTokens', ...RATES])
  return { inputTokens: countAt(inputTokens, `${path}.inputTokens`), ...asRates(rates, path) }
}

const asRates = (fields: Record<string, unknown>, path: string): Rates => ({
  input: countAt(fields.input, `${path}.input`),
  output: countAt(fields.output, `${path}.output`),
  cacheRead: rateAt(fields.cacheRead, `${path}.cacheRead`),
  cacheWrite: rateAt(fields.cacheWrite, `${path}.cacheWrite`),
  cacheWrite1h: rateAt(fields.cacheWrite1h, `${path}.cacheWrite1h`),
})

const rateAt = (value: unknown, path: string): number | null =>
  value === undefined || value === null ? null : countAt(value, path)

function countAt(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0)
    fail(path, 'a whole number of millionths of a dollar, such as 3000000 for $3')
  return Number(value)
}

function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') fail(path, 'a text')
  return String(value)
}

function dayAt(value: unknown, path: string): string {
  const day = textAt(value, path)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)
  if (!isDay) fail(path, 'a day such as 2026-11-30')
  return day
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) fail(path, 'a list')
  return value as readonly unknown[]
}

function objectAt(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object')
  const fields = value as Record<string, unknown>
  const unknown = Object.keys(fields).find((name) => !known.includes(name))
  if (unknown !== undefined) fail(`${path}.${unknown}`, `no such field. The fields here are ${known.join(', ')}`)
  return fields
}

function fail(path: string, expected: string): never {
  throw new BadPriceList(`${path}: expected ${expected}`)
}
