import { createRouter, createWebHistory } from 'vue-router'

/** The wall and the residents' pages load only their own code. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'operator', component: () => import('./operator/OperatorPage.vue') },
    { path: '/wall', name: 'wall', component: () => import('./wall/WallPage.vue') },
    { path: '/report', name: 'report', component: () => import('./resident/ReportPage.vue') },
    { path: '/track/:receipt?', name: 'track', component: () => import('./resident/TrackPage.vue'), props: true },
    { path: '/:rest(.*)*', redirect: { name: 'operator' } },
  ],
})
