// Nobody outlives the driving process.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The server ends on request, not when its parent stops listening.
process.channel?.unref()
