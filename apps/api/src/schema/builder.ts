import type { Role } from '@coppice/engine/domain/statuses'
import type PrismaTypes from '@coppice/prisma/pothos'
import { getDatamodel } from '@coppice/prisma/pothos'
import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import ValidationPlugin from '@pothos/plugin-validation'
import { mayActAs } from '../access/roles.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors/api-error.ts'
import { refusedIssues } from './errors/refused-issues.ts'
import { decodeGlobalId, globalId } from './ids.ts'
import './plugins/forward-pages.ts'
import './plugins/list-budget.ts'

/** The largest page that a client can ask for. */
export const LARGEST_PAGE = 200

export interface SchemaTypes {
  Context: ApiContext
  PrismaTypes: PrismaTypes
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date | number }
  }
  AuthScopes: { role: Role }
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
}

/** The builder of the schema. Each type, mutation and event adds itself in its own file, and `schema.ts` imports these files. */
export const builder = new SchemaBuilder<SchemaTypes>({
  // The errors plugin must come before the prisma plugin. The errors plugin has no default types, so an error becomes a part of a union
  // only if the mutation lists its type.
  plugins: [
    ScopeAuthPlugin,
    ErrorsPlugin,
    RelayPlugin,
    PrismaPlugin,
    ValidationPlugin,
    'coppiceForwardPages',
    'coppiceListBudget',
  ],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ viewer }) => ({ role: (wanted) => mayActAs(viewer.role, wanted) }),
    unauthorizedError: () =>
      new ApiError(
        'FORBIDDEN',
        'The role of your token does not allow this. An admin can create another token: coppice token create NAME --role ROLE',
      ),
  },
  errors: { defaultTypes: [], directResult: true, unsafelyHandleInputErrors: true },
  validation: { validationError: ({ issues }) => refusedIssues(issues) },
  relay: {
    encodeGlobalID: globalId,
    // A malformed id decodes to an id without a row, so the node query returns null.
    decodeGlobalID: (id) => decodeGlobalId(id) ?? { typename: '', id: '' },
    nodeQueryOptions: {
      resolve: (_root, { id }, _context, _info, resolveNode) => (id.typename === '' ? null : resolveNode(id)),
    },
    nodesQueryOptions: false,
    cursorType: 'String',
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
  prisma: {
    client: ({ prisma }) => prisma,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    maxConnectionSize: LARGEST_PAGE,
  },
})

/** The parameter of a function that defines fields for several types. */
export type FieldBuilder<Parent> = PothosSchemaTypes.ObjectFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  Parent
>

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})
