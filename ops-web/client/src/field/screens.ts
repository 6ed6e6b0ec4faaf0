/** The screens of the field page, loaded together: a phone that has one has them all, also without a link. */
export { default as ReportTab } from './ReportTab.vue'
export { default as SettingsTab } from './SettingsTab.vue'
export { default as TaskPage } from './TaskPage.vue'
export { default as TasksTab } from './TasksTab.vue'
export { default as TodayTab } from './TodayTab.vue'
