/** A Slack bot as people write them: Bolt over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises'
import bolt from '@slack/bolt'
import { salon, seenBefore } from './book.mjs'

const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, PORT } = process.env
const { bookingsOf, answer } = salon()
const isKnown = seenBefore(process.argv[2] === 'careful')

const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  logLevel: 'error',
  // As for functions that end with their answer: Slack waits for all the work.
  processBeforeResponse: process.argv[2] === 'slow',
  customRoutes: [
    {
      path: '/bookings',
      method: ['GET'],
      handler: (request, response) => response.writeHead(200).end(bookingsOf(request.url)),
    },
  ],
})

app.message(async ({ message, body, say }) => {
  if (isKnown(body.event_id)) return
  if (process.argv[2] === 'slow') await sleep(400)
  await say(answer(message.user, message.text))
})

await app.start({ port: Number(PORT), host: '127.0.0.1' })
