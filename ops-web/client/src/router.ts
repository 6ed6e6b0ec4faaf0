import { createRouter, createWebHistory } from 'vue-router'

/** The wall, the residents' pages and the phones in the field load only their own code. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'operator', component: () => import('./operator/OperatorPage.vue') },
    { path: '/wall', name: 'wall', component: () => import('./wall/WallPage.vue') },
    { path: '/report', name: 'report', component: () => import('./resident/ReportPage.vue') },
    { path: '/track/:receipt?', name: 'track', component: () => import('./resident/TrackPage.vue'), props: true },
    {
      path: '/field', component: () => import('./field/FieldPage.vue'), children: [
        { path: '', name: 'field', component: () => import('./field/screens').then((screens) => screens.TasksTab) },
        { path: 'task/:id', name: 'field-task', component: () => import('./field/screens').then((screens) => screens.TaskPage), props: true },
        { path: 'today', name: 'field-today', component: () => import('./field/screens').then((screens) => screens.TodayTab) },
        { path: 'report', name: 'field-report', component: () => import('./field/screens').then((screens) => screens.ReportTab) },
        { path: 'settings', name: 'field-settings', component: () => import('./field/screens').then((screens) => screens.SettingsTab) },
      ],
    },
    { path: '/:rest(.*)*', redirect: { name: 'operator' } },
  ],
})
