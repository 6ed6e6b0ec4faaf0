export { usePlaces, type AreaName, type Places } from './places'
