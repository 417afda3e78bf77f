import { defineConfig, passthroughImageService } from 'astro/config'

export default defineConfig({
  trailingSlash: 'always',
  // the CMS makes the images' sizes, so that a build fetches none
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
})
