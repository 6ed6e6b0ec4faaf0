import { cases } from './cases'
import { codes } from './codes'
import { field } from './field'
import { map } from './map'
import { operator } from './operator'
import { resident } from './resident'
import { wall } from './wall'

/** Each part holds both languages side by side; a test holds their keys equal. */
const parts = { codes, cases, field, map, operator, resident, wall }

type Parts = typeof parts
type Of<L extends 'zh' | 'en'> = { [P in keyof Parts]: Parts[P][L] }

const of = <L extends 'zh' | 'en'>(language: L) =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part[language]])) as Of<L>

export const messages = { zh: of('zh'), en: of('en') }
