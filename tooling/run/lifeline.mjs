// Loaded before a server that runs in a process group of its own (`node --import`): when whoever started it was killed, it must not live
// on and keep the port and the data folder. The server survives a kill at any moment, so nothing is drained here.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, 100).unref()
