/** Offered first. */
export const quickEmoji = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const

/** So many stand in a row. */
export const emojiColumns = 8

const rows = [
  '👍 ❤️ 😂 😮 😢 🎉 👎 👏',
  '🙌 🙏 💪 👌 ✌️ 🤞 🤝 👋',
  '😀 😄 😁 😆 😅 🤣 🙂 😉',
  '😊 😍 😘 😎 🤩 🥳 🤔 👀',
  '🤨 😐 🙄 😏 😴 🤯 😳 🤷',
  '😭 😤 😡 🥺 😱 😬 🫠 🫡',
  '🧡 💛 💚 💙 💜 🖤 💔 🫶',
  '🎂 🏆 🚀 🔥 ✨ 💯 ⭐ 🧠',
  '☕ 🍕 🍰 🍻 🌞 🌈 🌱 🐶',
  '✅ ❌ ❓ ❗ 💡 🔔 📌 ⏳',
]

/** Those among which one chooses. */
export const allEmoji: readonly string[] = rows.flatMap((row) => row.split(' '))
