/** Where a place is on a map. */
export const mapHref = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`

/** Calls a number: only what a number is made of. */
export const phoneHref = (phone: string): string => `tel:${phone.replaceAll(/[^+0-9]/g, '')}`

/** Writes to an address. What could add a subject or other receivers is escaped. */
export const mailHref = (email: string): string => `mailto:${encodeURIComponent(email).replace('%40', '@')}`
