import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'

/** Use it on the field of a connection. Its pages go only forward, and `first` has this default. */
export const pageSize = (first: number) => ({ extensions: { coppicePageSize: first } })

/** The connections of the contract have the arguments `(first: Int! = n, after: String)`. Pothos has four optional arguments. */
class ForwardPages<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const size = field.extensions?.coppicePageSize
    if (typeof size !== 'number') return field
    const { first, last: _last, before: _before, ...others } = field.args
    if (!first) throw new Error(`${field.parentType}.${field.name} is not a connection`)
    return {
      ...field,
      args: { first: { ...first, type: { ...first.type, required: true }, defaultValue: size }, ...others },
    }
  }
}

SchemaBuilder.registerPlugin('coppiceForwardPages', ForwardPages)

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      coppiceForwardPages: ForwardPages<Types>
    }
  }
}
