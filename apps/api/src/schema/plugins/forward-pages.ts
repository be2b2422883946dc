import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'

/** An option for the field of a connection. @param first the default number of entries of a page */
export const pageSize = (first: number) => ({ extensions: { coppicePageSize: first } })

/**
 * Gives every connection the arguments `(first: Int! = n, after: String)`. Without this plugin, Pothos gives it four optional arguments,
 * with which clients can also page backwards.
 */
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
