import { DeliveryRefused } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(DeliveryRefused, { name: 'DeliveryRefusedError', interfaces: [ErrorInterface] })
