/** A Slack bot: Bolt over HTTP. */
import bolt from '@slack/bolt'
import { answer, isKnown } from '../salon.mjs'

const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, PORT } = process.env
const app = new bolt.App({ token: SLACK_BOT_TOKEN, signingSecret: SLACK_SIGNING_SECRET, logLevel: 'error' })

app.message(async ({ message, body, say }) => {
  if (!isKnown(body.event_id)) await say(await answer(message.user, message.text))
})

await app.start({ port: Number(PORT), host: '127.0.0.1' })
