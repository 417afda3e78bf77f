/** What the values of the schema's enums are called. A value that is new there and missing here stops the types. */
import type { introspection } from '../api/schema'

type Enum<Name extends keyof introspection['types']> = introspection['types'][Name] extends { enumValues: infer Value }
  ? Extract<Value, string>
  : never

export const cityStatus: Record<Enum<'CityStatus'>, string> = {
  ACTIVE: 'Participa do programa',
  SUSPENDED: 'Participação suspensa',
  ENDED: 'Participação encerrada',
}

export const workFrontStatus: Record<Enum<'WorkFrontStatus'>, string> = {
  PLANNED: 'Planejada',
  ACTIVE: 'Em andamento',
  FINISHED: 'Concluída',
}

export const storyKind: Record<Enum<'StoryKind'>, string> = {
  NEWS: 'Notícia',
  CASE: 'Caso',
  PUBLICATION: 'Publicação',
}

export const measurementKind: Record<Enum<'MeasurementKind'>, string> = {
  BASELINE: 'Ponto de partida',
  TARGET: 'Meta',
  RESULT: 'Resultado',
}

export const partnerKind: Record<Enum<'PartnerKind'>, string> = {
  INVESTOR: 'Investidor',
  TECHNICAL: 'Parceiro técnico',
  LOCAL: 'Parceiro local',
  INSTITUTIONAL: 'Parceiro institucional',
}

export const network: Record<Enum<'SocialNetwork'>, string> = {
  FACEBOOK: 'Facebook',
  TWITTER: 'Twitter',
  LINKEDIN: 'LinkedIn',
  YOUTUBE: 'YouTube',
  INSTAGRAM: 'Instagram',
  WHATSAPP: 'WhatsApp',
  TIKTOK: 'TikTok',
  BLUESKY: 'Bluesky',
  THREADS: 'Threads',
  MASTODON: 'Mastodon',
  TELEGRAM: 'Telegram',
  FLICKR: 'Flickr',
  SPOTIFY: 'Spotify',
  GITHUB: 'GitHub',
  OTHER: 'Outra rede',
}

export const provider: Record<Enum<'VideoProvider'>, string> = { YOUTUBE: 'YouTube', VIMEO: 'Vimeo' }
