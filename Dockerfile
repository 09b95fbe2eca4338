# The image of a release. `node scripts/release.mjs stage` lays out what is copied, pinned by the lock file:
#   docker build --build-arg TARGETARCH=amd64 --tag egress6 .
#   docker run --rm egress6 lookup sqs.eu-central-1.api.aws
#   docker run --volume egress6:/home/node --publish 127.0.0.1:6464:6464 egress6 serve --host 0.0.0.0
# Nothing is run in it, so that the image of another architecture needs no emulator.
FROM node:24-bookworm-slim
ARG TARGETARCH
COPY stage/${TARGETARCH}/ /opt/egress6/
USER node
# This user's: the store is kept below it, and a volume there belongs to it.
WORKDIR /home/node
ENV NODE_ENV=production
EXPOSE 6464
ENTRYPOINT ["node", "/opt/egress6/node_modules/egress6/bin/egress6.js"]
CMD ["--help"]
