import type { FieldBuilder } from '../builder.ts'
import { usd } from '../loading/costs.ts'

/** `costUsd`: null where it is not known (M1). */
export const costUsd = <Event extends { data: { costMicroUsd: number | null } }>(t: FieldBuilder<Event>) =>
  t.float({
    nullable: true,
    resolve: ({ data }) => (data.costMicroUsd === null ? null : usd(data.costMicroUsd)),
  })
