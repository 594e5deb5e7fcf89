// Made by scripts/compile-schema.ts from schemas/agent.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dockr agent settings","type":"object","properties":{"host":{"type":"string","pattern":"^[a-zA-Z0-9._-]+$"},"webhooks":{"type":"object","properties":{"listen":{"type":["string","integer"]},"hooks":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"type":"object","properties":{"from":{"enum":["github","gitlab","gitea","bitbucket","generic"]},"secretFile":{"type":"string"},"deployments":{"type":"array","items":{"type":"string"}}},"required":["from","secretFile"],"additionalProperties":false}}},"required":["listen"],"additionalProperties":false},"forges":{"type":"array","items":{"type":"object","properties":{"kind":{"enum":["github","gitlab","gitea"]},"api":{"type":"string"},"repositories":{"type":"array","items":{"type":"string"}},"tokenFile":{"type":"string"},"statuses":{"type":"boolean"},"comments":{"type":"boolean"}},"required":["kind","api","repositories","tokenFile"],"additionalProperties":false}},"notifications":{"type":"object","propertyNames":{"pattern":"^[a-zA-Z0-9._-]+$"},"additionalProperties":{"type":"object","properties":{"deployments":{"type":"array","items":{"type":"string"}},"severity":{"enum":["info","warning","error"]},"events":{"type":"array","items":{"enum":["attempted","applied","failed","refused","rolled-back","stalled","drift-repaired","pruned","recovered","planned","added","changed","suspended","resumed","removed"]}},"webhook":{"type":"object","properties":{"url":{"type":"string"},"secretFile":{"type":"string"}},"required":["url","secretFile"],"additionalProperties":false},"slack":{"type":"object","properties":{"urlFile":{"type":"string"}},"required":["urlFile"],"additionalProperties":false},"discord":{"type":"object","properties":{"urlFile":{"type":"string"}},"required":["urlFile"],"additionalProperties":false},"ntfy":{"type":"object","properties":{"url":{"type":"string"},"topic":{"type":"string","pattern":"^[a-zA-Z0-9_-]+$"},"tokenFile":{"type":"string"}},"required":["url","topic"],"additionalProperties":false},"email":{"type":"object","properties":{"server":{"type":"string"},"user":{"type":"string"},"passwordFile":{"type":"string"},"from":{"type":"string"},"to":{"type":"array","items":{"type":"string"}}},"required":["server","from","to"],"additionalProperties":false}},"additionalProperties":false}}},"additionalProperties":false};
const pattern0 = new RegExp("^[a-zA-Z0-9._-]+$", "u");
const pattern3 = new RegExp("^[a-zA-Z0-9_-]+$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "host") || (key0 === "webhooks")) || (key0 === "forges")) || (key0 === "notifications"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.host !== undefined){
let data0 = data.host;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.host,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.host.type,parentSchema:schema11.properties.host,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.webhooks !== undefined){
let data1 = data.webhooks;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.listen === undefined){
const err3 = {instancePath:instancePath+"/webhooks",schemaPath:"#/properties/webhooks/required",keyword:"required",params:{missingProperty: "listen"},message:"must have required property '"+"listen"+"'",schema:schema11.properties.webhooks.required,parentSchema:schema11.properties.webhooks,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
if(!((key1 === "listen") || (key1 === "hooks"))){
const err4 = {instancePath:instancePath+"/webhooks",schemaPath:"#/properties/webhooks/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.webhooks,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.listen !== undefined){
let data2 = data1.listen;
if((typeof data2 !== "string") && (!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2))))){
const err5 = {instancePath:instancePath+"/webhooks/listen",schemaPath:"#/properties/webhooks/properties/listen/type",keyword:"type",params:{type: schema11.properties.webhooks.properties.listen.type},message:"must be string,integer",schema:schema11.properties.webhooks.properties.listen.type,parentSchema:schema11.properties.webhooks.properties.listen,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.hooks !== undefined){
let data3 = data1.hooks;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
const _errs11 = errors;
if(typeof key2 === "string"){
if(!pattern0.test(key2)){
const err6 = {instancePath:instancePath+"/webhooks/hooks",schemaPath:"#/properties/webhooks/properties/hooks/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.webhooks.properties.hooks.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var valid2 = _errs11 === errors;
if(!valid2){
const err7 = {instancePath:instancePath+"/webhooks/hooks",schemaPath:"#/properties/webhooks/properties/hooks/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema11.properties.webhooks.properties.hooks.propertyNames,parentSchema:schema11.properties.webhooks.properties.hooks,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
for(const key3 in data3){
let data4 = data3[key3];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.from === undefined){
const err8 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.required,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data4.secretFile === undefined){
const err9 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/required",keyword:"required",params:{missingProperty: "secretFile"},message:"must have required property '"+"secretFile"+"'",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.required,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key4 in data4){
if(!(((key4 === "from") || (key4 === "secretFile")) || (key4 === "deployments"))){
const err10 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data4.from !== undefined){
let data5 = data4.from;
if(!(((((data5 === "github") || (data5 === "gitlab")) || (data5 === "gitea")) || (data5 === "bitbucket")) || (data5 === "generic"))){
const err11 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/from",schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/properties/from/enum",keyword:"enum",params:{allowedValues: schema11.properties.webhooks.properties.hooks.additionalProperties.properties.from.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.from.enum,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.from,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data4.secretFile !== undefined){
let data6 = data4.secretFile;
if(typeof data6 !== "string"){
const err12 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/secretFile",schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/properties/secretFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.secretFile.type,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.secretFile,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data4.deployments !== undefined){
let data7 = data4.deployments;
if(Array.isArray(data7)){
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(typeof data8 !== "string"){
const err13 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/deployments/" + i0,schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/properties/deployments/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.deployments.items.type,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.deployments.items,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/deployments",schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/properties/deployments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.deployments.type,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties.properties.deployments,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/webhooks/hooks/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/webhooks/properties/hooks/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.webhooks.properties.hooks.additionalProperties.type,parentSchema:schema11.properties.webhooks.properties.hooks.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/webhooks/hooks",schemaPath:"#/properties/webhooks/properties/hooks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.webhooks.properties.hooks.type,parentSchema:schema11.properties.webhooks.properties.hooks,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/webhooks",schemaPath:"#/properties/webhooks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.webhooks.type,parentSchema:schema11.properties.webhooks,data:data1};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.forges !== undefined){
let data9 = data.forges;
if(Array.isArray(data9)){
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.kind === undefined){
const err18 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema11.properties.forges.items.required,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data10.api === undefined){
const err19 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/required",keyword:"required",params:{missingProperty: "api"},message:"must have required property '"+"api"+"'",schema:schema11.properties.forges.items.required,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data10.repositories === undefined){
const err20 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/required",keyword:"required",params:{missingProperty: "repositories"},message:"must have required property '"+"repositories"+"'",schema:schema11.properties.forges.items.required,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data10.tokenFile === undefined){
const err21 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/required",keyword:"required",params:{missingProperty: "tokenFile"},message:"must have required property '"+"tokenFile"+"'",schema:schema11.properties.forges.items.required,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key5 in data10){
if(!((((((key5 === "kind") || (key5 === "api")) || (key5 === "repositories")) || (key5 === "tokenFile")) || (key5 === "statuses")) || (key5 === "comments"))){
const err22 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data10.kind !== undefined){
let data11 = data10.kind;
if(!(((data11 === "github") || (data11 === "gitlab")) || (data11 === "gitea"))){
const err23 = {instancePath:instancePath+"/forges/" + i1+"/kind",schemaPath:"#/properties/forges/items/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.forges.items.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.forges.items.properties.kind.enum,parentSchema:schema11.properties.forges.items.properties.kind,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data10.api !== undefined){
let data12 = data10.api;
if(typeof data12 !== "string"){
const err24 = {instancePath:instancePath+"/forges/" + i1+"/api",schemaPath:"#/properties/forges/items/properties/api/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.forges.items.properties.api.type,parentSchema:schema11.properties.forges.items.properties.api,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data10.repositories !== undefined){
let data13 = data10.repositories;
if(Array.isArray(data13)){
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
let data14 = data13[i2];
if(typeof data14 !== "string"){
const err25 = {instancePath:instancePath+"/forges/" + i1+"/repositories/" + i2,schemaPath:"#/properties/forges/items/properties/repositories/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.forges.items.properties.repositories.items.type,parentSchema:schema11.properties.forges.items.properties.repositories.items,data:data14};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/forges/" + i1+"/repositories",schemaPath:"#/properties/forges/items/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.forges.items.properties.repositories.type,parentSchema:schema11.properties.forges.items.properties.repositories,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data10.tokenFile !== undefined){
let data15 = data10.tokenFile;
if(typeof data15 !== "string"){
const err27 = {instancePath:instancePath+"/forges/" + i1+"/tokenFile",schemaPath:"#/properties/forges/items/properties/tokenFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.forges.items.properties.tokenFile.type,parentSchema:schema11.properties.forges.items.properties.tokenFile,data:data15};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data10.statuses !== undefined){
let data16 = data10.statuses;
if(typeof data16 !== "boolean"){
const err28 = {instancePath:instancePath+"/forges/" + i1+"/statuses",schemaPath:"#/properties/forges/items/properties/statuses/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.forges.items.properties.statuses.type,parentSchema:schema11.properties.forges.items.properties.statuses,data:data16};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data10.comments !== undefined){
let data17 = data10.comments;
if(typeof data17 !== "boolean"){
const err29 = {instancePath:instancePath+"/forges/" + i1+"/comments",schemaPath:"#/properties/forges/items/properties/comments/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.forges.items.properties.comments.type,parentSchema:schema11.properties.forges.items.properties.comments,data:data17};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/forges/" + i1,schemaPath:"#/properties/forges/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.forges.items.type,parentSchema:schema11.properties.forges.items,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/forges",schemaPath:"#/properties/forges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.forges.type,parentSchema:schema11.properties.forges,data:data9};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.notifications !== undefined){
let data18 = data.notifications;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
for(const key6 in data18){
const _errs43 = errors;
if(typeof key6 === "string"){
if(!pattern0.test(key6)){
const err32 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9._-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9._-]+$"+"\"",schema:"^[a-zA-Z0-9._-]+$",parentSchema:schema11.properties.notifications.propertyNames,data:key6,propertyName:key6};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
var valid12 = _errs43 === errors;
if(!valid12){
const err33 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/propertyNames",keyword:"propertyNames",params:{propertyName: key6},message:"property name must be valid",schema:schema11.properties.notifications.propertyNames,parentSchema:schema11.properties.notifications,data:data18};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
for(const key7 in data18){
let data19 = data18[key7];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key8 in data19){
if(!((((((((key8 === "deployments") || (key8 === "severity")) || (key8 === "events")) || (key8 === "webhook")) || (key8 === "slack")) || (key8 === "discord")) || (key8 === "ntfy")) || (key8 === "email"))){
const err34 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/notifications/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data19.deployments !== undefined){
let data20 = data19.deployments;
if(Array.isArray(data20)){
const len3 = data20.length;
for(let i3=0; i3<len3; i3++){
let data21 = data20[i3];
if(typeof data21 !== "string"){
const err35 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/deployments/" + i3,schemaPath:"#/properties/notifications/additionalProperties/properties/deployments/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.deployments.items.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.deployments.items,data:data21};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/deployments",schemaPath:"#/properties/notifications/additionalProperties/properties/deployments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.notifications.additionalProperties.properties.deployments.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.deployments,data:data20};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data19.severity !== undefined){
let data22 = data19.severity;
if(!(((data22 === "info") || (data22 === "warning")) || (data22 === "error"))){
const err37 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/severity",schemaPath:"#/properties/notifications/additionalProperties/properties/severity/enum",keyword:"enum",params:{allowedValues: schema11.properties.notifications.additionalProperties.properties.severity.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.notifications.additionalProperties.properties.severity.enum,parentSchema:schema11.properties.notifications.additionalProperties.properties.severity,data:data22};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data19.events !== undefined){
let data23 = data19.events;
if(Array.isArray(data23)){
const len4 = data23.length;
for(let i4=0; i4<len4; i4++){
let data24 = data23[i4];
if(!(((((((((((((((data24 === "attempted") || (data24 === "applied")) || (data24 === "failed")) || (data24 === "refused")) || (data24 === "rolled-back")) || (data24 === "stalled")) || (data24 === "drift-repaired")) || (data24 === "pruned")) || (data24 === "recovered")) || (data24 === "planned")) || (data24 === "added")) || (data24 === "changed")) || (data24 === "suspended")) || (data24 === "resumed")) || (data24 === "removed"))){
const err38 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/events/" + i4,schemaPath:"#/properties/notifications/additionalProperties/properties/events/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.notifications.additionalProperties.properties.events.items.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.notifications.additionalProperties.properties.events.items.enum,parentSchema:schema11.properties.notifications.additionalProperties.properties.events.items,data:data24};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/events",schemaPath:"#/properties/notifications/additionalProperties/properties/events/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.notifications.additionalProperties.properties.events.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.events,data:data23};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data19.webhook !== undefined){
let data25 = data19.webhook;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.url === undefined){
const err40 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema11.properties.notifications.additionalProperties.properties.webhook.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook,data:data25};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data25.secretFile === undefined){
const err41 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/required",keyword:"required",params:{missingProperty: "secretFile"},message:"must have required property '"+"secretFile"+"'",schema:schema11.properties.notifications.additionalProperties.properties.webhook.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook,data:data25};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
for(const key9 in data25){
if(!((key9 === "url") || (key9 === "secretFile"))){
const err42 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook,data:data25};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data25.url !== undefined){
let data26 = data25.url;
if(typeof data26 !== "string"){
const err43 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook/url",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.webhook.properties.url.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook.properties.url,data:data26};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data25.secretFile !== undefined){
let data27 = data25.secretFile;
if(typeof data27 !== "string"){
const err44 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook/secretFile",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/properties/secretFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.webhook.properties.secretFile.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook.properties.secretFile,data:data27};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/webhook",schemaPath:"#/properties/notifications/additionalProperties/properties/webhook/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.properties.webhook.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.webhook,data:data25};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data19.slack !== undefined){
let data28 = data19.slack;
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.urlFile === undefined){
const err46 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/slack",schemaPath:"#/properties/notifications/additionalProperties/properties/slack/required",keyword:"required",params:{missingProperty: "urlFile"},message:"must have required property '"+"urlFile"+"'",schema:schema11.properties.notifications.additionalProperties.properties.slack.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.slack,data:data28};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key10 in data28){
if(!(key10 === "urlFile")){
const err47 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/slack",schemaPath:"#/properties/notifications/additionalProperties/properties/slack/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties.properties.slack,data:data28};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data28.urlFile !== undefined){
let data29 = data28.urlFile;
if(typeof data29 !== "string"){
const err48 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/slack/urlFile",schemaPath:"#/properties/notifications/additionalProperties/properties/slack/properties/urlFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.slack.properties.urlFile.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.slack.properties.urlFile,data:data29};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/slack",schemaPath:"#/properties/notifications/additionalProperties/properties/slack/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.properties.slack.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.slack,data:data28};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data19.discord !== undefined){
let data30 = data19.discord;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.urlFile === undefined){
const err50 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/discord",schemaPath:"#/properties/notifications/additionalProperties/properties/discord/required",keyword:"required",params:{missingProperty: "urlFile"},message:"must have required property '"+"urlFile"+"'",schema:schema11.properties.notifications.additionalProperties.properties.discord.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.discord,data:data30};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
for(const key11 in data30){
if(!(key11 === "urlFile")){
const err51 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/discord",schemaPath:"#/properties/notifications/additionalProperties/properties/discord/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties.properties.discord,data:data30};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data30.urlFile !== undefined){
let data31 = data30.urlFile;
if(typeof data31 !== "string"){
const err52 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/discord/urlFile",schemaPath:"#/properties/notifications/additionalProperties/properties/discord/properties/urlFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.discord.properties.urlFile.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.discord.properties.urlFile,data:data31};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/discord",schemaPath:"#/properties/notifications/additionalProperties/properties/discord/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.properties.discord.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.discord,data:data30};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data19.ntfy !== undefined){
let data32 = data19.ntfy;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.url === undefined){
const err54 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy,data:data32};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data32.topic === undefined){
const err55 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/required",keyword:"required",params:{missingProperty: "topic"},message:"must have required property '"+"topic"+"'",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy,data:data32};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
for(const key12 in data32){
if(!(((key12 === "url") || (key12 === "topic")) || (key12 === "tokenFile"))){
const err56 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy,data:data32};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data32.url !== undefined){
let data33 = data32.url;
if(typeof data33 !== "string"){
const err57 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy/url",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.url.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.url,data:data33};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data32.topic !== undefined){
let data34 = data32.topic;
if(typeof data34 === "string"){
if(!pattern3.test(data34)){
const err58 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy/topic",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/properties/topic/pattern",keyword:"pattern",params:{pattern: "^[a-zA-Z0-9_-]+$"},message:"must match pattern \""+"^[a-zA-Z0-9_-]+$"+"\"",schema:"^[a-zA-Z0-9_-]+$",parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.topic,data:data34};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
else {
const err59 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy/topic",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/properties/topic/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.topic.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.topic,data:data34};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data32.tokenFile !== undefined){
let data35 = data32.tokenFile;
if(typeof data35 !== "string"){
const err60 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy/tokenFile",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/properties/tokenFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.tokenFile.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy.properties.tokenFile,data:data35};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/ntfy",schemaPath:"#/properties/notifications/additionalProperties/properties/ntfy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.properties.ntfy.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.ntfy,data:data32};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data19.email !== undefined){
let data36 = data19.email;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.server === undefined){
const err62 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email",schemaPath:"#/properties/notifications/additionalProperties/properties/email/required",keyword:"required",params:{missingProperty: "server"},message:"must have required property '"+"server"+"'",schema:schema11.properties.notifications.additionalProperties.properties.email.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.email,data:data36};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data36.from === undefined){
const err63 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email",schemaPath:"#/properties/notifications/additionalProperties/properties/email/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema11.properties.notifications.additionalProperties.properties.email.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.email,data:data36};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data36.to === undefined){
const err64 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email",schemaPath:"#/properties/notifications/additionalProperties/properties/email/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'",schema:schema11.properties.notifications.additionalProperties.properties.email.required,parentSchema:schema11.properties.notifications.additionalProperties.properties.email,data:data36};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
for(const key13 in data36){
if(!(((((key13 === "server") || (key13 === "user")) || (key13 === "passwordFile")) || (key13 === "from")) || (key13 === "to"))){
const err65 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email",schemaPath:"#/properties/notifications/additionalProperties/properties/email/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.notifications.additionalProperties.properties.email,data:data36};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data36.server !== undefined){
let data37 = data36.server;
if(typeof data37 !== "string"){
const err66 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/server",schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/server/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.server.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.server,data:data37};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data36.user !== undefined){
let data38 = data36.user;
if(typeof data38 !== "string"){
const err67 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/user",schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.user.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.user,data:data38};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data36.passwordFile !== undefined){
let data39 = data36.passwordFile;
if(typeof data39 !== "string"){
const err68 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/passwordFile",schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/passwordFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.passwordFile.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.passwordFile,data:data39};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data36.from !== undefined){
let data40 = data36.from;
if(typeof data40 !== "string"){
const err69 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/from",schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.from.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.from,data:data40};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data36.to !== undefined){
let data41 = data36.to;
if(Array.isArray(data41)){
const len5 = data41.length;
for(let i5=0; i5<len5; i5++){
let data42 = data41[i5];
if(typeof data42 !== "string"){
const err70 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/to/" + i5,schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/to/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.to.items.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.to.items,data:data42};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email/to",schemaPath:"#/properties/notifications/additionalProperties/properties/email/properties/to/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.notifications.additionalProperties.properties.email.properties.to.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email.properties.to,data:data41};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/email",schemaPath:"#/properties/notifications/additionalProperties/properties/email/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.properties.email.type,parentSchema:schema11.properties.notifications.additionalProperties.properties.email,data:data36};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
else {
const err73 = {instancePath:instancePath+"/notifications/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/notifications/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.additionalProperties.type,parentSchema:schema11.properties.notifications.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.notifications.type,parentSchema:schema11.properties.notifications,data:data18};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
