// Made by scripts/compile-schema.ts from schemas/policy.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"dockr host policy","type":"object","properties":{"rules":{"$ref":"#/$defs/rules"},"deployments":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"repository":{"type":"string"},"rules":{"$ref":"#/$defs/rules"}},"required":["rules"],"additionalProperties":false}}},"additionalProperties":false,"$defs":{"rules":{"type":"object","properties":{"privileged":{"type":"boolean"},"hostNamespaces":{"type":"array","items":{"enum":["pid","ipc","network","userns","uts","cgroup"]}},"foreignContainers":{"type":"boolean"},"capabilities":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z_]+$"}},"devices":{"type":"array","items":{"type":"string"}},"deviceCgroupRules":{"type":"boolean"},"gpus":{"type":"boolean"},"securityOptions":{"type":"array","items":{"type":"string"}},"sysctls":{"type":"array","items":{"type":"string"}},"hostPaths":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string","pattern":"^/"},"write":{"type":"boolean"}},"required":["path"],"additionalProperties":false}},"sharedPropagation":{"type":"boolean"},"images":{"type":"array","items":{"type":"string"}},"imageDigests":{"type":"boolean"},"imageSignatures":{"type":"array","items":{"type":"object","properties":{"match":{"type":"string","pattern":"."},"keys":{"type":"array","minItems":1,"items":{"type":"string","pattern":"^/"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"bundles":{"type":"boolean"}},"required":["match","keys"],"additionalProperties":false}},"builtImages":{"type":"array","items":{"type":"string"}},"build":{"type":"boolean"},"ports":{"type":"array","items":{"type":["integer","string"],"pattern":"^[0-9]+(-[0-9]+)?$","minimum":1}},"addresses":{"type":"array","items":{"type":"string"}},"limits":{"type":"object","properties":{"memory":{"type":["string","integer"]},"cpus":{"type":"number","minimum":0},"pids":{"type":"integer","minimum":1},"replicas":{"type":"integer","minimum":0}},"additionalProperties":false},"ulimits":{"type":"object","additionalProperties":{"type":"integer","minimum":-1}},"oomProtection":{"type":"boolean"},"externalNetworks":{"type":"array","items":{"type":"string"}},"externalVolumes":{"type":"array","items":{"type":"string"}},"networkDrivers":{"type":"array","items":{"type":"string"}},"subnets":{"type":"array","items":{"type":"string"}},"containerNames":{"type":"array","items":{"type":"string"}},"volumeTypes":{"type":"array","items":{"type":"string"}},"runtimes":{"type":"array","items":{"type":"string"}},"providers":{"type":"array","items":{"type":"string"}},"annotations":{"type":"array","items":{"type":"string"}},"cgroupParent":{"type":"boolean"},"apiSocket":{"type":"boolean"}},"additionalProperties":false}}};
const schema12 = {"type":"object","properties":{"privileged":{"type":"boolean"},"hostNamespaces":{"type":"array","items":{"enum":["pid","ipc","network","userns","uts","cgroup"]}},"foreignContainers":{"type":"boolean"},"capabilities":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z_]+$"}},"devices":{"type":"array","items":{"type":"string"}},"deviceCgroupRules":{"type":"boolean"},"gpus":{"type":"boolean"},"securityOptions":{"type":"array","items":{"type":"string"}},"sysctls":{"type":"array","items":{"type":"string"}},"hostPaths":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string","pattern":"^/"},"write":{"type":"boolean"}},"required":["path"],"additionalProperties":false}},"sharedPropagation":{"type":"boolean"},"images":{"type":"array","items":{"type":"string"}},"imageDigests":{"type":"boolean"},"imageSignatures":{"type":"array","items":{"type":"object","properties":{"match":{"type":"string","pattern":"."},"keys":{"type":"array","minItems":1,"items":{"type":"string","pattern":"^/"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"bundles":{"type":"boolean"}},"required":["match","keys"],"additionalProperties":false}},"builtImages":{"type":"array","items":{"type":"string"}},"build":{"type":"boolean"},"ports":{"type":"array","items":{"type":["integer","string"],"pattern":"^[0-9]+(-[0-9]+)?$","minimum":1}},"addresses":{"type":"array","items":{"type":"string"}},"limits":{"type":"object","properties":{"memory":{"type":["string","integer"]},"cpus":{"type":"number","minimum":0},"pids":{"type":"integer","minimum":1},"replicas":{"type":"integer","minimum":0}},"additionalProperties":false},"ulimits":{"type":"object","additionalProperties":{"type":"integer","minimum":-1}},"oomProtection":{"type":"boolean"},"externalNetworks":{"type":"array","items":{"type":"string"}},"externalVolumes":{"type":"array","items":{"type":"string"}},"networkDrivers":{"type":"array","items":{"type":"string"}},"subnets":{"type":"array","items":{"type":"string"}},"containerNames":{"type":"array","items":{"type":"string"}},"volumeTypes":{"type":"array","items":{"type":"string"}},"runtimes":{"type":"array","items":{"type":"string"}},"providers":{"type":"array","items":{"type":"string"}},"annotations":{"type":"array","items":{"type":"string"}},"cgroupParent":{"type":"boolean"},"apiSocket":{"type":"boolean"}},"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z_]+$", "u");
const pattern1 = new RegExp("^/", "u");
const pattern2 = new RegExp(".", "u");
const pattern4 = new RegExp("^[0-9]+(-[0-9]+)?$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "rules") || (key0 === "deployments"))){
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
if(data.rules !== undefined){
let data0 = data.rules;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(func2.call(schema12.properties, key1))){
const err1 = {instancePath:instancePath+"/rules",schemaPath:"#/$defs/rules/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.privileged !== undefined){
let data1 = data0.privileged;
if(typeof data1 !== "boolean"){
const err2 = {instancePath:instancePath+"/rules/privileged",schemaPath:"#/$defs/rules/properties/privileged/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.privileged.type,parentSchema:schema12.properties.privileged,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.hostNamespaces !== undefined){
let data2 = data0.hostNamespaces;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(!((((((data3 === "pid") || (data3 === "ipc")) || (data3 === "network")) || (data3 === "userns")) || (data3 === "uts")) || (data3 === "cgroup"))){
const err3 = {instancePath:instancePath+"/rules/hostNamespaces/" + i0,schemaPath:"#/$defs/rules/properties/hostNamespaces/items/enum",keyword:"enum",params:{allowedValues: schema12.properties.hostNamespaces.items.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.hostNamespaces.items.enum,parentSchema:schema12.properties.hostNamespaces.items,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/rules/hostNamespaces",schemaPath:"#/$defs/rules/properties/hostNamespaces/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.hostNamespaces.type,parentSchema:schema12.properties.hostNamespaces,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.foreignContainers !== undefined){
let data4 = data0.foreignContainers;
if(typeof data4 !== "boolean"){
const err5 = {instancePath:instancePath+"/rules/foreignContainers",schemaPath:"#/$defs/rules/properties/foreignContainers/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.foreignContainers.type,parentSchema:schema12.properties.foreignContainers,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.capabilities !== undefined){
let data5 = data0.capabilities;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(typeof data6 === "string"){
if(!pattern0.test(data6)){
const err6 = {instancePath:instancePath+"/rules/capabilities/" + i1,schemaPath:"#/$defs/rules/properties/capabilities/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_]+$"},message:"must match pattern \""+"^[A-Za-z_]+$"+"\"",schema:"^[A-Za-z_]+$",parentSchema:schema12.properties.capabilities.items,data:data6};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/rules/capabilities/" + i1,schemaPath:"#/$defs/rules/properties/capabilities/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.capabilities.items.type,parentSchema:schema12.properties.capabilities.items,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/rules/capabilities",schemaPath:"#/$defs/rules/properties/capabilities/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.capabilities.type,parentSchema:schema12.properties.capabilities,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.devices !== undefined){
let data7 = data0.devices;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 !== "string"){
const err9 = {instancePath:instancePath+"/rules/devices/" + i2,schemaPath:"#/$defs/rules/properties/devices/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.devices.items.type,parentSchema:schema12.properties.devices.items,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/rules/devices",schemaPath:"#/$defs/rules/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.devices.type,parentSchema:schema12.properties.devices,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data0.deviceCgroupRules !== undefined){
let data9 = data0.deviceCgroupRules;
if(typeof data9 !== "boolean"){
const err11 = {instancePath:instancePath+"/rules/deviceCgroupRules",schemaPath:"#/$defs/rules/properties/deviceCgroupRules/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.deviceCgroupRules.type,parentSchema:schema12.properties.deviceCgroupRules,data:data9};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data0.gpus !== undefined){
let data10 = data0.gpus;
if(typeof data10 !== "boolean"){
const err12 = {instancePath:instancePath+"/rules/gpus",schemaPath:"#/$defs/rules/properties/gpus/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.gpus.type,parentSchema:schema12.properties.gpus,data:data10};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data0.securityOptions !== undefined){
let data11 = data0.securityOptions;
if(Array.isArray(data11)){
const len3 = data11.length;
for(let i3=0; i3<len3; i3++){
let data12 = data11[i3];
if(typeof data12 !== "string"){
const err13 = {instancePath:instancePath+"/rules/securityOptions/" + i3,schemaPath:"#/$defs/rules/properties/securityOptions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.securityOptions.items.type,parentSchema:schema12.properties.securityOptions.items,data:data12};
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
const err14 = {instancePath:instancePath+"/rules/securityOptions",schemaPath:"#/$defs/rules/properties/securityOptions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.securityOptions.type,parentSchema:schema12.properties.securityOptions,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data0.sysctls !== undefined){
let data13 = data0.sysctls;
if(Array.isArray(data13)){
const len4 = data13.length;
for(let i4=0; i4<len4; i4++){
let data14 = data13[i4];
if(typeof data14 !== "string"){
const err15 = {instancePath:instancePath+"/rules/sysctls/" + i4,schemaPath:"#/$defs/rules/properties/sysctls/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.sysctls.items.type,parentSchema:schema12.properties.sysctls.items,data:data14};
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
const err16 = {instancePath:instancePath+"/rules/sysctls",schemaPath:"#/$defs/rules/properties/sysctls/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.sysctls.type,parentSchema:schema12.properties.sysctls,data:data13};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data0.hostPaths !== undefined){
let data15 = data0.hostPaths;
if(Array.isArray(data15)){
const len5 = data15.length;
for(let i5=0; i5<len5; i5++){
let data16 = data15[i5];
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.path === undefined){
const err17 = {instancePath:instancePath+"/rules/hostPaths/" + i5,schemaPath:"#/$defs/rules/properties/hostPaths/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema12.properties.hostPaths.items.required,parentSchema:schema12.properties.hostPaths.items,data:data16};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
for(const key2 in data16){
if(!((key2 === "path") || (key2 === "write"))){
const err18 = {instancePath:instancePath+"/rules/hostPaths/" + i5,schemaPath:"#/$defs/rules/properties/hostPaths/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.hostPaths.items,data:data16};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data16.path !== undefined){
let data17 = data16.path;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err19 = {instancePath:instancePath+"/rules/hostPaths/" + i5+"/path",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/path/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\"",schema:"^/",parentSchema:schema12.properties.hostPaths.items.properties.path,data:data17};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/rules/hostPaths/" + i5+"/path",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.hostPaths.items.properties.path.type,parentSchema:schema12.properties.hostPaths.items.properties.path,data:data17};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data16.write !== undefined){
let data18 = data16.write;
if(typeof data18 !== "boolean"){
const err21 = {instancePath:instancePath+"/rules/hostPaths/" + i5+"/write",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/write/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.hostPaths.items.properties.write.type,parentSchema:schema12.properties.hostPaths.items.properties.write,data:data18};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/rules/hostPaths/" + i5,schemaPath:"#/$defs/rules/properties/hostPaths/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.hostPaths.items.type,parentSchema:schema12.properties.hostPaths.items,data:data16};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/rules/hostPaths",schemaPath:"#/$defs/rules/properties/hostPaths/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.hostPaths.type,parentSchema:schema12.properties.hostPaths,data:data15};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data0.sharedPropagation !== undefined){
let data19 = data0.sharedPropagation;
if(typeof data19 !== "boolean"){
const err24 = {instancePath:instancePath+"/rules/sharedPropagation",schemaPath:"#/$defs/rules/properties/sharedPropagation/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.sharedPropagation.type,parentSchema:schema12.properties.sharedPropagation,data:data19};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data0.images !== undefined){
let data20 = data0.images;
if(Array.isArray(data20)){
const len6 = data20.length;
for(let i6=0; i6<len6; i6++){
let data21 = data20[i6];
if(typeof data21 !== "string"){
const err25 = {instancePath:instancePath+"/rules/images/" + i6,schemaPath:"#/$defs/rules/properties/images/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.images.items.type,parentSchema:schema12.properties.images.items,data:data21};
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
const err26 = {instancePath:instancePath+"/rules/images",schemaPath:"#/$defs/rules/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.images.type,parentSchema:schema12.properties.images,data:data20};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data0.imageDigests !== undefined){
let data22 = data0.imageDigests;
if(typeof data22 !== "boolean"){
const err27 = {instancePath:instancePath+"/rules/imageDigests",schemaPath:"#/$defs/rules/properties/imageDigests/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.imageDigests.type,parentSchema:schema12.properties.imageDigests,data:data22};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data0.imageSignatures !== undefined){
let data23 = data0.imageSignatures;
if(Array.isArray(data23)){
const len7 = data23.length;
for(let i7=0; i7<len7; i7++){
let data24 = data23[i7];
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
if(data24.match === undefined){
const err28 = {instancePath:instancePath+"/rules/imageSignatures/" + i7,schemaPath:"#/$defs/rules/properties/imageSignatures/items/required",keyword:"required",params:{missingProperty: "match"},message:"must have required property '"+"match"+"'",schema:schema12.properties.imageSignatures.items.required,parentSchema:schema12.properties.imageSignatures.items,data:data24};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data24.keys === undefined){
const err29 = {instancePath:instancePath+"/rules/imageSignatures/" + i7,schemaPath:"#/$defs/rules/properties/imageSignatures/items/required",keyword:"required",params:{missingProperty: "keys"},message:"must have required property '"+"keys"+"'",schema:schema12.properties.imageSignatures.items.required,parentSchema:schema12.properties.imageSignatures.items,data:data24};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key3 in data24){
if(!((((key3 === "match") || (key3 === "keys")) || (key3 === "annotations")) || (key3 === "bundles"))){
const err30 = {instancePath:instancePath+"/rules/imageSignatures/" + i7,schemaPath:"#/$defs/rules/properties/imageSignatures/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.imageSignatures.items,data:data24};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data24.match !== undefined){
let data25 = data24.match;
if(typeof data25 === "string"){
if(!pattern2.test(data25)){
const err31 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/match",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/match/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\"",schema:".",parentSchema:schema12.properties.imageSignatures.items.properties.match,data:data25};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/match",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/match/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.match.type,parentSchema:schema12.properties.imageSignatures.items.properties.match,data:data25};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data24.keys !== undefined){
let data26 = data24.keys;
if(Array.isArray(data26)){
if(data26.length < 1){
const err33 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/keys",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema12.properties.imageSignatures.items.properties.keys,data:data26};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
const len8 = data26.length;
for(let i8=0; i8<len8; i8++){
let data27 = data26[i8];
if(typeof data27 === "string"){
if(!pattern1.test(data27)){
const err34 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/keys/" + i8,schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/items/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\"",schema:"^/",parentSchema:schema12.properties.imageSignatures.items.properties.keys.items,data:data27};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/keys/" + i8,schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.keys.items.type,parentSchema:schema12.properties.imageSignatures.items.properties.keys.items,data:data27};
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
const err36 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/keys",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.imageSignatures.items.properties.keys.type,parentSchema:schema12.properties.imageSignatures.items.properties.keys,data:data26};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data24.annotations !== undefined){
let data28 = data24.annotations;
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
for(const key4 in data28){
let data29 = data28[key4];
if(typeof data29 !== "string"){
const err37 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/annotations/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.annotations.additionalProperties.type,parentSchema:schema12.properties.imageSignatures.items.properties.annotations.additionalProperties,data:data29};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/annotations",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.imageSignatures.items.properties.annotations.type,parentSchema:schema12.properties.imageSignatures.items.properties.annotations,data:data28};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data24.bundles !== undefined){
let data30 = data24.bundles;
if(typeof data30 !== "boolean"){
const err39 = {instancePath:instancePath+"/rules/imageSignatures/" + i7+"/bundles",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/bundles/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.imageSignatures.items.properties.bundles.type,parentSchema:schema12.properties.imageSignatures.items.properties.bundles,data:data30};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/rules/imageSignatures/" + i7,schemaPath:"#/$defs/rules/properties/imageSignatures/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.imageSignatures.items.type,parentSchema:schema12.properties.imageSignatures.items,data:data24};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/rules/imageSignatures",schemaPath:"#/$defs/rules/properties/imageSignatures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.imageSignatures.type,parentSchema:schema12.properties.imageSignatures,data:data23};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data0.builtImages !== undefined){
let data31 = data0.builtImages;
if(Array.isArray(data31)){
const len9 = data31.length;
for(let i9=0; i9<len9; i9++){
let data32 = data31[i9];
if(typeof data32 !== "string"){
const err42 = {instancePath:instancePath+"/rules/builtImages/" + i9,schemaPath:"#/$defs/rules/properties/builtImages/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.builtImages.items.type,parentSchema:schema12.properties.builtImages.items,data:data32};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/rules/builtImages",schemaPath:"#/$defs/rules/properties/builtImages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.builtImages.type,parentSchema:schema12.properties.builtImages,data:data31};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data0.build !== undefined){
let data33 = data0.build;
if(typeof data33 !== "boolean"){
const err44 = {instancePath:instancePath+"/rules/build",schemaPath:"#/$defs/rules/properties/build/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.build.type,parentSchema:schema12.properties.build,data:data33};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data0.ports !== undefined){
let data34 = data0.ports;
if(Array.isArray(data34)){
const len10 = data34.length;
for(let i10=0; i10<len10; i10++){
let data35 = data34[i10];
if((!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))) && (typeof data35 !== "string")){
const err45 = {instancePath:instancePath+"/rules/ports/" + i10,schemaPath:"#/$defs/rules/properties/ports/items/type",keyword:"type",params:{type: schema12.properties.ports.items.type},message:"must be integer,string",schema:schema12.properties.ports.items.type,parentSchema:schema12.properties.ports.items,data:data35};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 < 1 || isNaN(data35)){
const err46 = {instancePath:instancePath+"/rules/ports/" + i10,schemaPath:"#/$defs/rules/properties/ports/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema12.properties.ports.items,data:data35};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(typeof data35 === "string"){
if(!pattern4.test(data35)){
const err47 = {instancePath:instancePath+"/rules/ports/" + i10,schemaPath:"#/$defs/rules/properties/ports/items/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(-[0-9]+)?$"},message:"must match pattern \""+"^[0-9]+(-[0-9]+)?$"+"\"",schema:"^[0-9]+(-[0-9]+)?$",parentSchema:schema12.properties.ports.items,data:data35};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
else {
const err48 = {instancePath:instancePath+"/rules/ports",schemaPath:"#/$defs/rules/properties/ports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.ports.type,parentSchema:schema12.properties.ports,data:data34};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data0.addresses !== undefined){
let data36 = data0.addresses;
if(Array.isArray(data36)){
const len11 = data36.length;
for(let i11=0; i11<len11; i11++){
let data37 = data36[i11];
if(typeof data37 !== "string"){
const err49 = {instancePath:instancePath+"/rules/addresses/" + i11,schemaPath:"#/$defs/rules/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.addresses.items.type,parentSchema:schema12.properties.addresses.items,data:data37};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/rules/addresses",schemaPath:"#/$defs/rules/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.addresses.type,parentSchema:schema12.properties.addresses,data:data36};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data0.limits !== undefined){
let data38 = data0.limits;
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key5 in data38){
if(!((((key5 === "memory") || (key5 === "cpus")) || (key5 === "pids")) || (key5 === "replicas"))){
const err51 = {instancePath:instancePath+"/rules/limits",schemaPath:"#/$defs/rules/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.limits,data:data38};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data38.memory !== undefined){
let data39 = data38.memory;
if((typeof data39 !== "string") && (!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39))))){
const err52 = {instancePath:instancePath+"/rules/limits/memory",schemaPath:"#/$defs/rules/properties/limits/properties/memory/type",keyword:"type",params:{type: schema12.properties.limits.properties.memory.type},message:"must be string,integer",schema:schema12.properties.limits.properties.memory.type,parentSchema:schema12.properties.limits.properties.memory,data:data39};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data38.cpus !== undefined){
let data40 = data38.cpus;
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 < 0 || isNaN(data40)){
const err53 = {instancePath:instancePath+"/rules/limits/cpus",schemaPath:"#/$defs/rules/properties/limits/properties/cpus/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.limits.properties.cpus,data:data40};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/rules/limits/cpus",schemaPath:"#/$defs/rules/properties/limits/properties/cpus/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema12.properties.limits.properties.cpus.type,parentSchema:schema12.properties.limits.properties.cpus,data:data40};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data38.pids !== undefined){
let data41 = data38.pids;
if(!(((typeof data41 == "number") && (!(data41 % 1) && !isNaN(data41))) && (isFinite(data41)))){
const err55 = {instancePath:instancePath+"/rules/limits/pids",schemaPath:"#/$defs/rules/properties/limits/properties/pids/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.limits.properties.pids.type,parentSchema:schema12.properties.limits.properties.pids,data:data41};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if((typeof data41 == "number") && (isFinite(data41))){
if(data41 < 1 || isNaN(data41)){
const err56 = {instancePath:instancePath+"/rules/limits/pids",schemaPath:"#/$defs/rules/properties/limits/properties/pids/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema12.properties.limits.properties.pids,data:data41};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
if(data38.replicas !== undefined){
let data42 = data38.replicas;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err57 = {instancePath:instancePath+"/rules/limits/replicas",schemaPath:"#/$defs/rules/properties/limits/properties/replicas/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.limits.properties.replicas.type,parentSchema:schema12.properties.limits.properties.replicas,data:data42};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 < 0 || isNaN(data42)){
const err58 = {instancePath:instancePath+"/rules/limits/replicas",schemaPath:"#/$defs/rules/properties/limits/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.limits.properties.replicas,data:data42};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
}
else {
const err59 = {instancePath:instancePath+"/rules/limits",schemaPath:"#/$defs/rules/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.limits.type,parentSchema:schema12.properties.limits,data:data38};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data0.ulimits !== undefined){
let data43 = data0.ulimits;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
for(const key6 in data43){
let data44 = data43[key6];
if(!(((typeof data44 == "number") && (!(data44 % 1) && !isNaN(data44))) && (isFinite(data44)))){
const err60 = {instancePath:instancePath+"/rules/ulimits/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.ulimits.additionalProperties.type,parentSchema:schema12.properties.ulimits.additionalProperties,data:data44};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 < -1 || isNaN(data44)){
const err61 = {instancePath:instancePath+"/rules/ulimits/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/ulimits/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1",schema:-1,parentSchema:schema12.properties.ulimits.additionalProperties,data:data44};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
}
else {
const err62 = {instancePath:instancePath+"/rules/ulimits",schemaPath:"#/$defs/rules/properties/ulimits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.ulimits.type,parentSchema:schema12.properties.ulimits,data:data43};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data0.oomProtection !== undefined){
let data45 = data0.oomProtection;
if(typeof data45 !== "boolean"){
const err63 = {instancePath:instancePath+"/rules/oomProtection",schemaPath:"#/$defs/rules/properties/oomProtection/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.oomProtection.type,parentSchema:schema12.properties.oomProtection,data:data45};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data0.externalNetworks !== undefined){
let data46 = data0.externalNetworks;
if(Array.isArray(data46)){
const len12 = data46.length;
for(let i12=0; i12<len12; i12++){
let data47 = data46[i12];
if(typeof data47 !== "string"){
const err64 = {instancePath:instancePath+"/rules/externalNetworks/" + i12,schemaPath:"#/$defs/rules/properties/externalNetworks/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.externalNetworks.items.type,parentSchema:schema12.properties.externalNetworks.items,data:data47};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/rules/externalNetworks",schemaPath:"#/$defs/rules/properties/externalNetworks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.externalNetworks.type,parentSchema:schema12.properties.externalNetworks,data:data46};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data0.externalVolumes !== undefined){
let data48 = data0.externalVolumes;
if(Array.isArray(data48)){
const len13 = data48.length;
for(let i13=0; i13<len13; i13++){
let data49 = data48[i13];
if(typeof data49 !== "string"){
const err66 = {instancePath:instancePath+"/rules/externalVolumes/" + i13,schemaPath:"#/$defs/rules/properties/externalVolumes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.externalVolumes.items.type,parentSchema:schema12.properties.externalVolumes.items,data:data49};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/rules/externalVolumes",schemaPath:"#/$defs/rules/properties/externalVolumes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.externalVolumes.type,parentSchema:schema12.properties.externalVolumes,data:data48};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data0.networkDrivers !== undefined){
let data50 = data0.networkDrivers;
if(Array.isArray(data50)){
const len14 = data50.length;
for(let i14=0; i14<len14; i14++){
let data51 = data50[i14];
if(typeof data51 !== "string"){
const err68 = {instancePath:instancePath+"/rules/networkDrivers/" + i14,schemaPath:"#/$defs/rules/properties/networkDrivers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networkDrivers.items.type,parentSchema:schema12.properties.networkDrivers.items,data:data51};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/rules/networkDrivers",schemaPath:"#/$defs/rules/properties/networkDrivers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.networkDrivers.type,parentSchema:schema12.properties.networkDrivers,data:data50};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data0.subnets !== undefined){
let data52 = data0.subnets;
if(Array.isArray(data52)){
const len15 = data52.length;
for(let i15=0; i15<len15; i15++){
let data53 = data52[i15];
if(typeof data53 !== "string"){
const err70 = {instancePath:instancePath+"/rules/subnets/" + i15,schemaPath:"#/$defs/rules/properties/subnets/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.subnets.items.type,parentSchema:schema12.properties.subnets.items,data:data53};
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
const err71 = {instancePath:instancePath+"/rules/subnets",schemaPath:"#/$defs/rules/properties/subnets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.subnets.type,parentSchema:schema12.properties.subnets,data:data52};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data0.containerNames !== undefined){
let data54 = data0.containerNames;
if(Array.isArray(data54)){
const len16 = data54.length;
for(let i16=0; i16<len16; i16++){
let data55 = data54[i16];
if(typeof data55 !== "string"){
const err72 = {instancePath:instancePath+"/rules/containerNames/" + i16,schemaPath:"#/$defs/rules/properties/containerNames/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.containerNames.items.type,parentSchema:schema12.properties.containerNames.items,data:data55};
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
const err73 = {instancePath:instancePath+"/rules/containerNames",schemaPath:"#/$defs/rules/properties/containerNames/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.containerNames.type,parentSchema:schema12.properties.containerNames,data:data54};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data0.volumeTypes !== undefined){
let data56 = data0.volumeTypes;
if(Array.isArray(data56)){
const len17 = data56.length;
for(let i17=0; i17<len17; i17++){
let data57 = data56[i17];
if(typeof data57 !== "string"){
const err74 = {instancePath:instancePath+"/rules/volumeTypes/" + i17,schemaPath:"#/$defs/rules/properties/volumeTypes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumeTypes.items.type,parentSchema:schema12.properties.volumeTypes.items,data:data57};
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
const err75 = {instancePath:instancePath+"/rules/volumeTypes",schemaPath:"#/$defs/rules/properties/volumeTypes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.volumeTypes.type,parentSchema:schema12.properties.volumeTypes,data:data56};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data0.runtimes !== undefined){
let data58 = data0.runtimes;
if(Array.isArray(data58)){
const len18 = data58.length;
for(let i18=0; i18<len18; i18++){
let data59 = data58[i18];
if(typeof data59 !== "string"){
const err76 = {instancePath:instancePath+"/rules/runtimes/" + i18,schemaPath:"#/$defs/rules/properties/runtimes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.runtimes.items.type,parentSchema:schema12.properties.runtimes.items,data:data59};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/rules/runtimes",schemaPath:"#/$defs/rules/properties/runtimes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.runtimes.type,parentSchema:schema12.properties.runtimes,data:data58};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data0.providers !== undefined){
let data60 = data0.providers;
if(Array.isArray(data60)){
const len19 = data60.length;
for(let i19=0; i19<len19; i19++){
let data61 = data60[i19];
if(typeof data61 !== "string"){
const err78 = {instancePath:instancePath+"/rules/providers/" + i19,schemaPath:"#/$defs/rules/properties/providers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.providers.items.type,parentSchema:schema12.properties.providers.items,data:data61};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/rules/providers",schemaPath:"#/$defs/rules/properties/providers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.providers.type,parentSchema:schema12.properties.providers,data:data60};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data0.annotations !== undefined){
let data62 = data0.annotations;
if(Array.isArray(data62)){
const len20 = data62.length;
for(let i20=0; i20<len20; i20++){
let data63 = data62[i20];
if(typeof data63 !== "string"){
const err80 = {instancePath:instancePath+"/rules/annotations/" + i20,schemaPath:"#/$defs/rules/properties/annotations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.annotations.items.type,parentSchema:schema12.properties.annotations.items,data:data63};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/rules/annotations",schemaPath:"#/$defs/rules/properties/annotations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.annotations.type,parentSchema:schema12.properties.annotations,data:data62};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data0.cgroupParent !== undefined){
let data64 = data0.cgroupParent;
if(typeof data64 !== "boolean"){
const err82 = {instancePath:instancePath+"/rules/cgroupParent",schemaPath:"#/$defs/rules/properties/cgroupParent/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.cgroupParent.type,parentSchema:schema12.properties.cgroupParent,data:data64};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data0.apiSocket !== undefined){
let data65 = data0.apiSocket;
if(typeof data65 !== "boolean"){
const err83 = {instancePath:instancePath+"/rules/apiSocket",schemaPath:"#/$defs/rules/properties/apiSocket/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.apiSocket.type,parentSchema:schema12.properties.apiSocket,data:data65};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath:instancePath+"/rules",schemaPath:"#/$defs/rules/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data.deployments !== undefined){
let data66 = data.deployments;
if(Array.isArray(data66)){
const len21 = data66.length;
for(let i21=0; i21<len21; i21++){
let data67 = data66[i21];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(data67.rules === undefined){
const err85 = {instancePath:instancePath+"/deployments/" + i21,schemaPath:"#/properties/deployments/items/required",keyword:"required",params:{missingProperty: "rules"},message:"must have required property '"+"rules"+"'",schema:schema11.properties.deployments.items.required,parentSchema:schema11.properties.deployments.items,data:data67};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
for(const key7 in data67){
if(!(((key7 === "name") || (key7 === "repository")) || (key7 === "rules"))){
const err86 = {instancePath:instancePath+"/deployments/" + i21,schemaPath:"#/properties/deployments/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.deployments.items,data:data67};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data67.name !== undefined){
let data68 = data67.name;
if(typeof data68 !== "string"){
const err87 = {instancePath:instancePath+"/deployments/" + i21+"/name",schemaPath:"#/properties/deployments/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.deployments.items.properties.name.type,parentSchema:schema11.properties.deployments.items.properties.name,data:data68};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data67.repository !== undefined){
let data69 = data67.repository;
if(typeof data69 !== "string"){
const err88 = {instancePath:instancePath+"/deployments/" + i21+"/repository",schemaPath:"#/properties/deployments/items/properties/repository/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.deployments.items.properties.repository.type,parentSchema:schema11.properties.deployments.items.properties.repository,data:data69};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data67.rules !== undefined){
let data70 = data67.rules;
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
for(const key8 in data70){
if(!(func2.call(schema12.properties, key8))){
const err89 = {instancePath:instancePath+"/deployments/" + i21+"/rules",schemaPath:"#/$defs/rules/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data:data70};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data70.privileged !== undefined){
let data71 = data70.privileged;
if(typeof data71 !== "boolean"){
const err90 = {instancePath:instancePath+"/deployments/" + i21+"/rules/privileged",schemaPath:"#/$defs/rules/properties/privileged/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.privileged.type,parentSchema:schema12.properties.privileged,data:data71};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data70.hostNamespaces !== undefined){
let data72 = data70.hostNamespaces;
if(Array.isArray(data72)){
const len22 = data72.length;
for(let i22=0; i22<len22; i22++){
let data73 = data72[i22];
if(!((((((data73 === "pid") || (data73 === "ipc")) || (data73 === "network")) || (data73 === "userns")) || (data73 === "uts")) || (data73 === "cgroup"))){
const err91 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostNamespaces/" + i22,schemaPath:"#/$defs/rules/properties/hostNamespaces/items/enum",keyword:"enum",params:{allowedValues: schema12.properties.hostNamespaces.items.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.hostNamespaces.items.enum,parentSchema:schema12.properties.hostNamespaces.items,data:data73};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostNamespaces",schemaPath:"#/$defs/rules/properties/hostNamespaces/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.hostNamespaces.type,parentSchema:schema12.properties.hostNamespaces,data:data72};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data70.foreignContainers !== undefined){
let data74 = data70.foreignContainers;
if(typeof data74 !== "boolean"){
const err93 = {instancePath:instancePath+"/deployments/" + i21+"/rules/foreignContainers",schemaPath:"#/$defs/rules/properties/foreignContainers/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.foreignContainers.type,parentSchema:schema12.properties.foreignContainers,data:data74};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data70.capabilities !== undefined){
let data75 = data70.capabilities;
if(Array.isArray(data75)){
const len23 = data75.length;
for(let i23=0; i23<len23; i23++){
let data76 = data75[i23];
if(typeof data76 === "string"){
if(!pattern0.test(data76)){
const err94 = {instancePath:instancePath+"/deployments/" + i21+"/rules/capabilities/" + i23,schemaPath:"#/$defs/rules/properties/capabilities/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_]+$"},message:"must match pattern \""+"^[A-Za-z_]+$"+"\"",schema:"^[A-Za-z_]+$",parentSchema:schema12.properties.capabilities.items,data:data76};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
else {
const err95 = {instancePath:instancePath+"/deployments/" + i21+"/rules/capabilities/" + i23,schemaPath:"#/$defs/rules/properties/capabilities/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.capabilities.items.type,parentSchema:schema12.properties.capabilities.items,data:data76};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/deployments/" + i21+"/rules/capabilities",schemaPath:"#/$defs/rules/properties/capabilities/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.capabilities.type,parentSchema:schema12.properties.capabilities,data:data75};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data70.devices !== undefined){
let data77 = data70.devices;
if(Array.isArray(data77)){
const len24 = data77.length;
for(let i24=0; i24<len24; i24++){
let data78 = data77[i24];
if(typeof data78 !== "string"){
const err97 = {instancePath:instancePath+"/deployments/" + i21+"/rules/devices/" + i24,schemaPath:"#/$defs/rules/properties/devices/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.devices.items.type,parentSchema:schema12.properties.devices.items,data:data78};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/deployments/" + i21+"/rules/devices",schemaPath:"#/$defs/rules/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.devices.type,parentSchema:schema12.properties.devices,data:data77};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data70.deviceCgroupRules !== undefined){
let data79 = data70.deviceCgroupRules;
if(typeof data79 !== "boolean"){
const err99 = {instancePath:instancePath+"/deployments/" + i21+"/rules/deviceCgroupRules",schemaPath:"#/$defs/rules/properties/deviceCgroupRules/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.deviceCgroupRules.type,parentSchema:schema12.properties.deviceCgroupRules,data:data79};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data70.gpus !== undefined){
let data80 = data70.gpus;
if(typeof data80 !== "boolean"){
const err100 = {instancePath:instancePath+"/deployments/" + i21+"/rules/gpus",schemaPath:"#/$defs/rules/properties/gpus/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.gpus.type,parentSchema:schema12.properties.gpus,data:data80};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data70.securityOptions !== undefined){
let data81 = data70.securityOptions;
if(Array.isArray(data81)){
const len25 = data81.length;
for(let i25=0; i25<len25; i25++){
let data82 = data81[i25];
if(typeof data82 !== "string"){
const err101 = {instancePath:instancePath+"/deployments/" + i21+"/rules/securityOptions/" + i25,schemaPath:"#/$defs/rules/properties/securityOptions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.securityOptions.items.type,parentSchema:schema12.properties.securityOptions.items,data:data82};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
else {
const err102 = {instancePath:instancePath+"/deployments/" + i21+"/rules/securityOptions",schemaPath:"#/$defs/rules/properties/securityOptions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.securityOptions.type,parentSchema:schema12.properties.securityOptions,data:data81};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data70.sysctls !== undefined){
let data83 = data70.sysctls;
if(Array.isArray(data83)){
const len26 = data83.length;
for(let i26=0; i26<len26; i26++){
let data84 = data83[i26];
if(typeof data84 !== "string"){
const err103 = {instancePath:instancePath+"/deployments/" + i21+"/rules/sysctls/" + i26,schemaPath:"#/$defs/rules/properties/sysctls/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.sysctls.items.type,parentSchema:schema12.properties.sysctls.items,data:data84};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/deployments/" + i21+"/rules/sysctls",schemaPath:"#/$defs/rules/properties/sysctls/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.sysctls.type,parentSchema:schema12.properties.sysctls,data:data83};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data70.hostPaths !== undefined){
let data85 = data70.hostPaths;
if(Array.isArray(data85)){
const len27 = data85.length;
for(let i27=0; i27<len27; i27++){
let data86 = data85[i27];
if(data86 && typeof data86 == "object" && !Array.isArray(data86)){
if(data86.path === undefined){
const err105 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27,schemaPath:"#/$defs/rules/properties/hostPaths/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema12.properties.hostPaths.items.required,parentSchema:schema12.properties.hostPaths.items,data:data86};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
for(const key9 in data86){
if(!((key9 === "path") || (key9 === "write"))){
const err106 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27,schemaPath:"#/$defs/rules/properties/hostPaths/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.hostPaths.items,data:data86};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data86.path !== undefined){
let data87 = data86.path;
if(typeof data87 === "string"){
if(!pattern1.test(data87)){
const err107 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27+"/path",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/path/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\"",schema:"^/",parentSchema:schema12.properties.hostPaths.items.properties.path,data:data87};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
else {
const err108 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27+"/path",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.hostPaths.items.properties.path.type,parentSchema:schema12.properties.hostPaths.items.properties.path,data:data87};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data86.write !== undefined){
let data88 = data86.write;
if(typeof data88 !== "boolean"){
const err109 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27+"/write",schemaPath:"#/$defs/rules/properties/hostPaths/items/properties/write/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.hostPaths.items.properties.write.type,parentSchema:schema12.properties.hostPaths.items.properties.write,data:data88};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths/" + i27,schemaPath:"#/$defs/rules/properties/hostPaths/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.hostPaths.items.type,parentSchema:schema12.properties.hostPaths.items,data:data86};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/deployments/" + i21+"/rules/hostPaths",schemaPath:"#/$defs/rules/properties/hostPaths/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.hostPaths.type,parentSchema:schema12.properties.hostPaths,data:data85};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data70.sharedPropagation !== undefined){
let data89 = data70.sharedPropagation;
if(typeof data89 !== "boolean"){
const err112 = {instancePath:instancePath+"/deployments/" + i21+"/rules/sharedPropagation",schemaPath:"#/$defs/rules/properties/sharedPropagation/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.sharedPropagation.type,parentSchema:schema12.properties.sharedPropagation,data:data89};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data70.images !== undefined){
let data90 = data70.images;
if(Array.isArray(data90)){
const len28 = data90.length;
for(let i28=0; i28<len28; i28++){
let data91 = data90[i28];
if(typeof data91 !== "string"){
const err113 = {instancePath:instancePath+"/deployments/" + i21+"/rules/images/" + i28,schemaPath:"#/$defs/rules/properties/images/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.images.items.type,parentSchema:schema12.properties.images.items,data:data91};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
else {
const err114 = {instancePath:instancePath+"/deployments/" + i21+"/rules/images",schemaPath:"#/$defs/rules/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.images.type,parentSchema:schema12.properties.images,data:data90};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data70.imageDigests !== undefined){
let data92 = data70.imageDigests;
if(typeof data92 !== "boolean"){
const err115 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageDigests",schemaPath:"#/$defs/rules/properties/imageDigests/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.imageDigests.type,parentSchema:schema12.properties.imageDigests,data:data92};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data70.imageSignatures !== undefined){
let data93 = data70.imageSignatures;
if(Array.isArray(data93)){
const len29 = data93.length;
for(let i29=0; i29<len29; i29++){
let data94 = data93[i29];
if(data94 && typeof data94 == "object" && !Array.isArray(data94)){
if(data94.match === undefined){
const err116 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29,schemaPath:"#/$defs/rules/properties/imageSignatures/items/required",keyword:"required",params:{missingProperty: "match"},message:"must have required property '"+"match"+"'",schema:schema12.properties.imageSignatures.items.required,parentSchema:schema12.properties.imageSignatures.items,data:data94};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(data94.keys === undefined){
const err117 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29,schemaPath:"#/$defs/rules/properties/imageSignatures/items/required",keyword:"required",params:{missingProperty: "keys"},message:"must have required property '"+"keys"+"'",schema:schema12.properties.imageSignatures.items.required,parentSchema:schema12.properties.imageSignatures.items,data:data94};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
for(const key10 in data94){
if(!((((key10 === "match") || (key10 === "keys")) || (key10 === "annotations")) || (key10 === "bundles"))){
const err118 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29,schemaPath:"#/$defs/rules/properties/imageSignatures/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.imageSignatures.items,data:data94};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data94.match !== undefined){
let data95 = data94.match;
if(typeof data95 === "string"){
if(!pattern2.test(data95)){
const err119 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/match",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/match/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\"",schema:".",parentSchema:schema12.properties.imageSignatures.items.properties.match,data:data95};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
else {
const err120 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/match",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/match/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.match.type,parentSchema:schema12.properties.imageSignatures.items.properties.match,data:data95};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data94.keys !== undefined){
let data96 = data94.keys;
if(Array.isArray(data96)){
if(data96.length < 1){
const err121 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/keys",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema12.properties.imageSignatures.items.properties.keys,data:data96};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
const len30 = data96.length;
for(let i30=0; i30<len30; i30++){
let data97 = data96[i30];
if(typeof data97 === "string"){
if(!pattern1.test(data97)){
const err122 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/keys/" + i30,schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/items/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\"",schema:"^/",parentSchema:schema12.properties.imageSignatures.items.properties.keys.items,data:data97};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
else {
const err123 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/keys/" + i30,schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.keys.items.type,parentSchema:schema12.properties.imageSignatures.items.properties.keys.items,data:data97};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/keys",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/keys/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.imageSignatures.items.properties.keys.type,parentSchema:schema12.properties.imageSignatures.items.properties.keys,data:data96};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data94.annotations !== undefined){
let data98 = data94.annotations;
if(data98 && typeof data98 == "object" && !Array.isArray(data98)){
for(const key11 in data98){
let data99 = data98[key11];
if(typeof data99 !== "string"){
const err125 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/annotations/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.imageSignatures.items.properties.annotations.additionalProperties.type,parentSchema:schema12.properties.imageSignatures.items.properties.annotations.additionalProperties,data:data99};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
}
else {
const err126 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/annotations",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.imageSignatures.items.properties.annotations.type,parentSchema:schema12.properties.imageSignatures.items.properties.annotations,data:data98};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data94.bundles !== undefined){
let data100 = data94.bundles;
if(typeof data100 !== "boolean"){
const err127 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29+"/bundles",schemaPath:"#/$defs/rules/properties/imageSignatures/items/properties/bundles/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.imageSignatures.items.properties.bundles.type,parentSchema:schema12.properties.imageSignatures.items.properties.bundles,data:data100};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
else {
const err128 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures/" + i29,schemaPath:"#/$defs/rules/properties/imageSignatures/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.imageSignatures.items.type,parentSchema:schema12.properties.imageSignatures.items,data:data94};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/deployments/" + i21+"/rules/imageSignatures",schemaPath:"#/$defs/rules/properties/imageSignatures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.imageSignatures.type,parentSchema:schema12.properties.imageSignatures,data:data93};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
if(data70.builtImages !== undefined){
let data101 = data70.builtImages;
if(Array.isArray(data101)){
const len31 = data101.length;
for(let i31=0; i31<len31; i31++){
let data102 = data101[i31];
if(typeof data102 !== "string"){
const err130 = {instancePath:instancePath+"/deployments/" + i21+"/rules/builtImages/" + i31,schemaPath:"#/$defs/rules/properties/builtImages/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.builtImages.items.type,parentSchema:schema12.properties.builtImages.items,data:data102};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/deployments/" + i21+"/rules/builtImages",schemaPath:"#/$defs/rules/properties/builtImages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.builtImages.type,parentSchema:schema12.properties.builtImages,data:data101};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data70.build !== undefined){
let data103 = data70.build;
if(typeof data103 !== "boolean"){
const err132 = {instancePath:instancePath+"/deployments/" + i21+"/rules/build",schemaPath:"#/$defs/rules/properties/build/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.build.type,parentSchema:schema12.properties.build,data:data103};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data70.ports !== undefined){
let data104 = data70.ports;
if(Array.isArray(data104)){
const len32 = data104.length;
for(let i32=0; i32<len32; i32++){
let data105 = data104[i32];
if((!(((typeof data105 == "number") && (!(data105 % 1) && !isNaN(data105))) && (isFinite(data105)))) && (typeof data105 !== "string")){
const err133 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ports/" + i32,schemaPath:"#/$defs/rules/properties/ports/items/type",keyword:"type",params:{type: schema12.properties.ports.items.type},message:"must be integer,string",schema:schema12.properties.ports.items.type,parentSchema:schema12.properties.ports.items,data:data105};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if((typeof data105 == "number") && (isFinite(data105))){
if(data105 < 1 || isNaN(data105)){
const err134 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ports/" + i32,schemaPath:"#/$defs/rules/properties/ports/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema12.properties.ports.items,data:data105};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(typeof data105 === "string"){
if(!pattern4.test(data105)){
const err135 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ports/" + i32,schemaPath:"#/$defs/rules/properties/ports/items/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(-[0-9]+)?$"},message:"must match pattern \""+"^[0-9]+(-[0-9]+)?$"+"\"",schema:"^[0-9]+(-[0-9]+)?$",parentSchema:schema12.properties.ports.items,data:data105};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
}
else {
const err136 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ports",schemaPath:"#/$defs/rules/properties/ports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.ports.type,parentSchema:schema12.properties.ports,data:data104};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data70.addresses !== undefined){
let data106 = data70.addresses;
if(Array.isArray(data106)){
const len33 = data106.length;
for(let i33=0; i33<len33; i33++){
let data107 = data106[i33];
if(typeof data107 !== "string"){
const err137 = {instancePath:instancePath+"/deployments/" + i21+"/rules/addresses/" + i33,schemaPath:"#/$defs/rules/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.addresses.items.type,parentSchema:schema12.properties.addresses.items,data:data107};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath:instancePath+"/deployments/" + i21+"/rules/addresses",schemaPath:"#/$defs/rules/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.addresses.type,parentSchema:schema12.properties.addresses,data:data106};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data70.limits !== undefined){
let data108 = data70.limits;
if(data108 && typeof data108 == "object" && !Array.isArray(data108)){
for(const key12 in data108){
if(!((((key12 === "memory") || (key12 === "cpus")) || (key12 === "pids")) || (key12 === "replicas"))){
const err139 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits",schemaPath:"#/$defs/rules/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema12.properties.limits,data:data108};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data108.memory !== undefined){
let data109 = data108.memory;
if((typeof data109 !== "string") && (!(((typeof data109 == "number") && (!(data109 % 1) && !isNaN(data109))) && (isFinite(data109))))){
const err140 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/memory",schemaPath:"#/$defs/rules/properties/limits/properties/memory/type",keyword:"type",params:{type: schema12.properties.limits.properties.memory.type},message:"must be string,integer",schema:schema12.properties.limits.properties.memory.type,parentSchema:schema12.properties.limits.properties.memory,data:data109};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(data108.cpus !== undefined){
let data110 = data108.cpus;
if((typeof data110 == "number") && (isFinite(data110))){
if(data110 < 0 || isNaN(data110)){
const err141 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/cpus",schemaPath:"#/$defs/rules/properties/limits/properties/cpus/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.limits.properties.cpus,data:data110};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
else {
const err142 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/cpus",schemaPath:"#/$defs/rules/properties/limits/properties/cpus/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema12.properties.limits.properties.cpus.type,parentSchema:schema12.properties.limits.properties.cpus,data:data110};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data108.pids !== undefined){
let data111 = data108.pids;
if(!(((typeof data111 == "number") && (!(data111 % 1) && !isNaN(data111))) && (isFinite(data111)))){
const err143 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/pids",schemaPath:"#/$defs/rules/properties/limits/properties/pids/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.limits.properties.pids.type,parentSchema:schema12.properties.limits.properties.pids,data:data111};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if((typeof data111 == "number") && (isFinite(data111))){
if(data111 < 1 || isNaN(data111)){
const err144 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/pids",schemaPath:"#/$defs/rules/properties/limits/properties/pids/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema12.properties.limits.properties.pids,data:data111};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
}
if(data108.replicas !== undefined){
let data112 = data108.replicas;
if(!(((typeof data112 == "number") && (!(data112 % 1) && !isNaN(data112))) && (isFinite(data112)))){
const err145 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/replicas",schemaPath:"#/$defs/rules/properties/limits/properties/replicas/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.limits.properties.replicas.type,parentSchema:schema12.properties.limits.properties.replicas,data:data112};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if((typeof data112 == "number") && (isFinite(data112))){
if(data112 < 0 || isNaN(data112)){
const err146 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits/replicas",schemaPath:"#/$defs/rules/properties/limits/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.limits.properties.replicas,data:data112};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
}
}
else {
const err147 = {instancePath:instancePath+"/deployments/" + i21+"/rules/limits",schemaPath:"#/$defs/rules/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.limits.type,parentSchema:schema12.properties.limits,data:data108};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data70.ulimits !== undefined){
let data113 = data70.ulimits;
if(data113 && typeof data113 == "object" && !Array.isArray(data113)){
for(const key13 in data113){
let data114 = data113[key13];
if(!(((typeof data114 == "number") && (!(data114 % 1) && !isNaN(data114))) && (isFinite(data114)))){
const err148 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ulimits/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/ulimits/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.ulimits.additionalProperties.type,parentSchema:schema12.properties.ulimits.additionalProperties,data:data114};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if((typeof data114 == "number") && (isFinite(data114))){
if(data114 < -1 || isNaN(data114)){
const err149 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ulimits/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/rules/properties/ulimits/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1",schema:-1,parentSchema:schema12.properties.ulimits.additionalProperties,data:data114};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
}
}
else {
const err150 = {instancePath:instancePath+"/deployments/" + i21+"/rules/ulimits",schemaPath:"#/$defs/rules/properties/ulimits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.ulimits.type,parentSchema:schema12.properties.ulimits,data:data113};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data70.oomProtection !== undefined){
let data115 = data70.oomProtection;
if(typeof data115 !== "boolean"){
const err151 = {instancePath:instancePath+"/deployments/" + i21+"/rules/oomProtection",schemaPath:"#/$defs/rules/properties/oomProtection/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.oomProtection.type,parentSchema:schema12.properties.oomProtection,data:data115};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data70.externalNetworks !== undefined){
let data116 = data70.externalNetworks;
if(Array.isArray(data116)){
const len34 = data116.length;
for(let i34=0; i34<len34; i34++){
let data117 = data116[i34];
if(typeof data117 !== "string"){
const err152 = {instancePath:instancePath+"/deployments/" + i21+"/rules/externalNetworks/" + i34,schemaPath:"#/$defs/rules/properties/externalNetworks/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.externalNetworks.items.type,parentSchema:schema12.properties.externalNetworks.items,data:data117};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
else {
const err153 = {instancePath:instancePath+"/deployments/" + i21+"/rules/externalNetworks",schemaPath:"#/$defs/rules/properties/externalNetworks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.externalNetworks.type,parentSchema:schema12.properties.externalNetworks,data:data116};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
if(data70.externalVolumes !== undefined){
let data118 = data70.externalVolumes;
if(Array.isArray(data118)){
const len35 = data118.length;
for(let i35=0; i35<len35; i35++){
let data119 = data118[i35];
if(typeof data119 !== "string"){
const err154 = {instancePath:instancePath+"/deployments/" + i21+"/rules/externalVolumes/" + i35,schemaPath:"#/$defs/rules/properties/externalVolumes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.externalVolumes.items.type,parentSchema:schema12.properties.externalVolumes.items,data:data119};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
}
else {
const err155 = {instancePath:instancePath+"/deployments/" + i21+"/rules/externalVolumes",schemaPath:"#/$defs/rules/properties/externalVolumes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.externalVolumes.type,parentSchema:schema12.properties.externalVolumes,data:data118};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data70.networkDrivers !== undefined){
let data120 = data70.networkDrivers;
if(Array.isArray(data120)){
const len36 = data120.length;
for(let i36=0; i36<len36; i36++){
let data121 = data120[i36];
if(typeof data121 !== "string"){
const err156 = {instancePath:instancePath+"/deployments/" + i21+"/rules/networkDrivers/" + i36,schemaPath:"#/$defs/rules/properties/networkDrivers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.networkDrivers.items.type,parentSchema:schema12.properties.networkDrivers.items,data:data121};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
}
else {
const err157 = {instancePath:instancePath+"/deployments/" + i21+"/rules/networkDrivers",schemaPath:"#/$defs/rules/properties/networkDrivers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.networkDrivers.type,parentSchema:schema12.properties.networkDrivers,data:data120};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data70.subnets !== undefined){
let data122 = data70.subnets;
if(Array.isArray(data122)){
const len37 = data122.length;
for(let i37=0; i37<len37; i37++){
let data123 = data122[i37];
if(typeof data123 !== "string"){
const err158 = {instancePath:instancePath+"/deployments/" + i21+"/rules/subnets/" + i37,schemaPath:"#/$defs/rules/properties/subnets/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.subnets.items.type,parentSchema:schema12.properties.subnets.items,data:data123};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
}
else {
const err159 = {instancePath:instancePath+"/deployments/" + i21+"/rules/subnets",schemaPath:"#/$defs/rules/properties/subnets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.subnets.type,parentSchema:schema12.properties.subnets,data:data122};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
if(data70.containerNames !== undefined){
let data124 = data70.containerNames;
if(Array.isArray(data124)){
const len38 = data124.length;
for(let i38=0; i38<len38; i38++){
let data125 = data124[i38];
if(typeof data125 !== "string"){
const err160 = {instancePath:instancePath+"/deployments/" + i21+"/rules/containerNames/" + i38,schemaPath:"#/$defs/rules/properties/containerNames/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.containerNames.items.type,parentSchema:schema12.properties.containerNames.items,data:data125};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
}
else {
const err161 = {instancePath:instancePath+"/deployments/" + i21+"/rules/containerNames",schemaPath:"#/$defs/rules/properties/containerNames/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.containerNames.type,parentSchema:schema12.properties.containerNames,data:data124};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data70.volumeTypes !== undefined){
let data126 = data70.volumeTypes;
if(Array.isArray(data126)){
const len39 = data126.length;
for(let i39=0; i39<len39; i39++){
let data127 = data126[i39];
if(typeof data127 !== "string"){
const err162 = {instancePath:instancePath+"/deployments/" + i21+"/rules/volumeTypes/" + i39,schemaPath:"#/$defs/rules/properties/volumeTypes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.volumeTypes.items.type,parentSchema:schema12.properties.volumeTypes.items,data:data127};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
else {
const err163 = {instancePath:instancePath+"/deployments/" + i21+"/rules/volumeTypes",schemaPath:"#/$defs/rules/properties/volumeTypes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.volumeTypes.type,parentSchema:schema12.properties.volumeTypes,data:data126};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data70.runtimes !== undefined){
let data128 = data70.runtimes;
if(Array.isArray(data128)){
const len40 = data128.length;
for(let i40=0; i40<len40; i40++){
let data129 = data128[i40];
if(typeof data129 !== "string"){
const err164 = {instancePath:instancePath+"/deployments/" + i21+"/rules/runtimes/" + i40,schemaPath:"#/$defs/rules/properties/runtimes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.runtimes.items.type,parentSchema:schema12.properties.runtimes.items,data:data129};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
else {
const err165 = {instancePath:instancePath+"/deployments/" + i21+"/rules/runtimes",schemaPath:"#/$defs/rules/properties/runtimes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.runtimes.type,parentSchema:schema12.properties.runtimes,data:data128};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data70.providers !== undefined){
let data130 = data70.providers;
if(Array.isArray(data130)){
const len41 = data130.length;
for(let i41=0; i41<len41; i41++){
let data131 = data130[i41];
if(typeof data131 !== "string"){
const err166 = {instancePath:instancePath+"/deployments/" + i21+"/rules/providers/" + i41,schemaPath:"#/$defs/rules/properties/providers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.providers.items.type,parentSchema:schema12.properties.providers.items,data:data131};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
}
else {
const err167 = {instancePath:instancePath+"/deployments/" + i21+"/rules/providers",schemaPath:"#/$defs/rules/properties/providers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.providers.type,parentSchema:schema12.properties.providers,data:data130};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data70.annotations !== undefined){
let data132 = data70.annotations;
if(Array.isArray(data132)){
const len42 = data132.length;
for(let i42=0; i42<len42; i42++){
let data133 = data132[i42];
if(typeof data133 !== "string"){
const err168 = {instancePath:instancePath+"/deployments/" + i21+"/rules/annotations/" + i42,schemaPath:"#/$defs/rules/properties/annotations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.annotations.items.type,parentSchema:schema12.properties.annotations.items,data:data133};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
}
else {
const err169 = {instancePath:instancePath+"/deployments/" + i21+"/rules/annotations",schemaPath:"#/$defs/rules/properties/annotations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.annotations.type,parentSchema:schema12.properties.annotations,data:data132};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data70.cgroupParent !== undefined){
let data134 = data70.cgroupParent;
if(typeof data134 !== "boolean"){
const err170 = {instancePath:instancePath+"/deployments/" + i21+"/rules/cgroupParent",schemaPath:"#/$defs/rules/properties/cgroupParent/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.cgroupParent.type,parentSchema:schema12.properties.cgroupParent,data:data134};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
if(data70.apiSocket !== undefined){
let data135 = data70.apiSocket;
if(typeof data135 !== "boolean"){
const err171 = {instancePath:instancePath+"/deployments/" + i21+"/rules/apiSocket",schemaPath:"#/$defs/rules/properties/apiSocket/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema12.properties.apiSocket.type,parentSchema:schema12.properties.apiSocket,data:data135};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
}
else {
const err172 = {instancePath:instancePath+"/deployments/" + i21+"/rules",schemaPath:"#/$defs/rules/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data:data70};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
}
else {
const err173 = {instancePath:instancePath+"/deployments/" + i21,schemaPath:"#/properties/deployments/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.deployments.items.type,parentSchema:schema11.properties.deployments.items,data:data67};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
}
else {
const err174 = {instancePath:instancePath+"/deployments",schemaPath:"#/properties/deployments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.deployments.type,parentSchema:schema11.properties.deployments,data:data66};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
}
else {
const err175 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
