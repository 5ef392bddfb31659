const paths = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6zM15.8 15.8L20.5 20.5',
  compose: 'M12.5 5H6.8A2.8 2.8 0 0 0 4 7.8v9.4A2.8 2.8 0 0 0 6.8 20h9.4a2.8 2.8 0 0 0 2.8-2.8v-5.7M17.6 3.9a1.8 1.8 0 0 1 2.5 2.5L13 13.5l-3.3.8.8-3.3z',
  people: 'M9 11.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM3 19.4c.5-3.2 2.9-5 6-5s5.5 1.8 6 5M15.8 4.8a3.4 3.4 0 0 1 0 6M17.4 14.9c2 .7 3.3 2.3 3.6 4.5',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5M12 7.6v.1',
  send: 'M12 19V5.5M5.8 11.7L12 5.5l6.2 6.2',
  reply: 'M9.5 6L4 11.5 9.5 17M4.5 11.5h9a6 6 0 0 1 6 6v1',
  copy: 'M9 9.5A1.5 1.5 0 0 1 10.5 8h7A1.5 1.5 0 0 1 19 9.5v8a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 9 17.5zM15 8V6.5A1.5 1.5 0 0 0 13.5 5h-7A1.5 1.5 0 0 0 5 6.5v8A1.5 1.5 0 0 0 6.5 16H9',
  down: 'M6 9.5l6 6 6-6',
  add: 'M12 5v14M5 12h14',
  edit: 'M16.5 4.6a2 2 0 0 1 2.9 2.9L8.5 18.4l-4 1.1 1.1-4z',
  leave: 'M14 8V6.5A1.5 1.5 0 0 0 12.5 5h-6A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h6a1.5 1.5 0 0 0 1.5-1.5V16M10 12h10M17 9l3 3-3 3',
  more: 'M5 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M17 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0',
  forward: 'M14.5 6l5.5 5.5-5.5 5.5M19.5 11.5h-9a6 6 0 0 0-6 6v1',
  bell: 'M6.5 16.5h11c-1-1.2-1.5-2.5-1.5-4.5v-1.5a4 4 0 0 0-8 0V12c0 2-.5 3.3-1.5 4.5zM10.3 19.3a2 2 0 0 0 3.4 0M12 6.5V5',
  bellOff: 'M8 9.6V12c0 2-.5 3.3-1.5 4.5h10.3M15.8 12.4v-1.9a4 4 0 0 0-5.9-3.5M10.3 19.3a2 2 0 0 0 3.4 0M4.5 4.5l15 15',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  settings: 'M4 8h9M17 8h3M4 16h3M11 16h9M15 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 18.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  person: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5',
  moon: 'M19.8 14.3A8.2 8.2 0 0 1 9.7 4.2a8.2 8.2 0 1 0 10.1 10.1z',
  lock: 'M7.5 10.5h9A1.5 1.5 0 0 1 18 12v6.5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 18.5V12a1.5 1.5 0 0 1 1.5-1.5zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14v2.5',
  desktop: 'M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5zM9 20h6M12 16v4',
  phone: 'M8.5 3.5h7A1.5 1.5 0 0 1 17 5v14a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 19V5a1.5 1.5 0 0 1 1.5-1.5zM11 17.6h2',
  thread: 'M5 6.5A1.5 1.5 0 0 1 6.5 5h11A1.5 1.5 0 0 1 19 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4 3.5V16h-.5A1.5 1.5 0 0 1 5 14.5zM8.5 9h7M8.5 12h4.5',
  bubble: 'M5 6.5A1.5 1.5 0 0 1 6.5 5h11A1.5 1.5 0 0 1 19 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4 3.5V16h-.5A1.5 1.5 0 0 1 5 14.5z',
} as const

/** Names of the icons. */
export type IconName = keyof typeof paths

/** Those that point somewhere, and so turn round where text runs from right to left. */
const directed: readonly IconName[] = ['back', 'reply', 'forward', 'leave']

/** A drawing beside or instead of a text that says the same; hidden from assistive technology. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) => (
  <svg className={directed.includes(name) ? 'icon icon-directed' : 'icon'} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)
