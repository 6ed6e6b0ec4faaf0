/** Codes shared by every message. The lists are ordered as people read them: most urgent or lowest tier first. */
export const severities = ['red', 'orange', 'yellow', 'blue'] as const
export type Severity = (typeof severities)[number]

export const tiers = ['building', 'cell', 'community', 'street', 'district'] as const
export type Tier = (typeof tiers)[number]

export const categories = [
  'neighbour', 'family', 'labour', 'property-management', 'consumer', 'prepaid-card', 'hazard', 'help-request',
  'housing-land', 'contract', 'business', 'damages', 'environment', 'medical', 'traffic', 'platform-work',
  'e-commerce', 'forest-land', 'expropriation', 'family-violence', 'other',
] as const
export type Category = (typeof categories)[number]

/** An instant as UTC text with six decimals, in realm time. */
export type Instant = string

/** `district`, `440306018`, `440306018012`, `440306018012-017`, `…-0042`, or `X-unlocated`. */
export type AreaCode = string

export type RealmKind = 'live' | 'demo' | 'drill'
