/**
 * The map alone, with invented cases: `vite`, then /dev/map.html?registry=HASH&mode=operator|wall&theme=dark|light&lang=zh|en&focus=AREA
 * &select=N&cases=N&live=1. Not part of the product. `window.page` holds its parts.
 */
import { createApp, defineComponent, h, ref, shallowReactive, shallowRef } from 'vue'
import { i18n } from '../src/i18n'
import DistrictMap from '../src/map/DistrictMap.vue'
import type { Card, Pulse, Tile } from '../src/wire/board'
import '../src/styles/tokens.css'
import { draws, inventedBoard, now, tilesOf } from './inventedBoard'

const asked = new URLSearchParams(location.search)
const hash = asked.get('registry') ?? 'dev'
const mode = asked.get('mode') === 'wall' ? 'wall' : 'operator'
const theme = asked.get('theme') === 'light' ? 'light' : 'dark'
document.documentElement.dataset['theme'] = theme
if (mode === 'wall') document.documentElement.style.fontSize = 'calc(100vh / 67.5)'

const cards = shallowReactive(new Map<string, Card>())
const tiles = shallowReactive(new Map<string, Tile>())
const pulses = shallowRef<readonly Pulse[]>([])
const focus = ref(asked.get('focus') ?? 'district')
const selected = ref<string | null>(null)
const time = ref(now)
const picked = ref('')
const map = shallowRef<InstanceType<typeof DistrictMap> | null>(null)

void inventedBoard(hash, Number(asked.get('cases') ?? 412)).then((board) => {
  for (const card of board.cards) cards.set(card.caseId, card)
  for (const tile of board.tiles) tiles.set(tile.area, tile)
  const select = asked.get('select')
  if (select !== null) setTimeout(() => { selected.value = board.cards[Number(select)]?.caseId ?? null }, 1500)
  if (asked.get('live')) enliven()
})

function enliven() {
  const draw = draws(11)
  setInterval(() => {
    const all = [...cards.values()]
    const card = all[Math.floor(draw() * all.length)]!
    cards.set(card.caseId, { ...card, state: card.state === 'waiting' ? 'inHand' : 'waiting' })
    for (const tile of tilesOf(cards.values())) if (tile.area === card.area) tiles.set(tile.area, tile)
    pulses.value = [{ area: card.area, kind: 'visit', at: '' }]
    time.value += 1000
  }, 1000)
}

const page = defineComponent(() => () => h('main', { style: 'position:fixed;inset:0' }, [
  h(DistrictMap, {
    ref: map,
    registry: hash, tiles, cards, selectedCaseId: selected.value, focusArea: focus.value, mode, pulses: pulses.value, theme,
    pickMode: asked.has('pick'), now: time.value,
    onSelectCase: (caseId: string) => { selected.value = caseId },
    onFocusArea: (area: string) => { focus.value = area },
    onPickPosition: (position: readonly number[], area: string | null) => { picked.value = `${position.join(',')} ${area ?? ''}` },
    onWebglMissing: () => { picked.value = 'no WebGL' },
  }),
  h('output', { style: 'position:absolute;left:.5rem;top:.5rem;font-size:.8rem', id: 'said' }, `${focus.value} ${selected.value ?? ''} ${picked.value}`),
]))

createApp(page).use(i18n).mount('#app')
Object.assign(window, { page: { cards, tiles, focus, selected, pulses, map } })
