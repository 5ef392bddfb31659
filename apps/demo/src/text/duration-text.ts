const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]] as const

/** A length of time in its largest whole unit: "7 days", "90 minutes". */
export const durationText = (ms: number): string => {
  const [unit, length] = units.find(([, size]) => ms >= size && ms % size === 0) ?? units[3]
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(ms / length))
}
