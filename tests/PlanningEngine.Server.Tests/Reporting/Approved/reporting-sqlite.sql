-- Products
SELECT t."ProductKey" AS o0, t."Level1" AS o1, t."Level2" AS o2, t."Level3" AS o3, t."Unit" AS o4, t."Price" AS o5, t."Cost" AS o6, t."LaunchDate" AS o7, t."EndDate" AS o8, t."PredecessorProductKey" AS o9, t."PredecessorShare" AS o10, t."Code" AS o11, t."Name" AS o12, t."ModifiedAt" AS o13, t."LoadKey" AS o14 FROM "Products" AS t ORDER BY t."ProductKey" LIMIT @p0
-- @p0 = 20001

-- Products [scope 2-4, second page]
SELECT t."ProductKey" AS o0, t."Level1" AS o1, t."Level2" AS o2, t."Level3" AS o3, t."Unit" AS o4, t."Price" AS o5, t."Cost" AS o6, t."LaunchDate" AS o7, t."EndDate" AS o8, t."PredecessorProductKey" AS o9, t."PredecessorShare" AS o10, t."Code" AS o11, t."Name" AS o12, t."ModifiedAt" AS o13, t."LoadKey" AS o14 FROM "Products" AS t WHERE (t."ProductKey" > @p0) ORDER BY t."ProductKey" LIMIT @p1
-- @p0 = 20260105, @p1 = 20001

-- Sales
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 ORDER BY t."SaleKey" LIMIT @p1
-- @p0 = 3, @p1 = 20001

-- Sales [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (t."SaleKey" > @p3) ORDER BY t."SaleKey" LIMIT @p4
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20260105, @p4 = 20001

-- Forecasts
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" = @p0 ORDER BY t."ForecastKey" LIMIT @p1
-- @p0 = 11, @p1 = 20001

-- Forecasts [scope 2-4, second page]
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" = @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (t."ForecastKey" > @p3) ORDER BY t."ForecastKey" LIMIT @p4
-- @p0 = 11, @p1 = 2, @p2 = 4, @p3 = 20260105, @p4 = 20001

-- ForecastHistory
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" IN (SELECT v."PlanVersionKey" FROM "PlanVersions" AS v JOIN "Plans" AS p ON p."PlanKey" = v."PlanKey" WHERE p."IsDefault" = 1 AND p."Kind" = @p0 AND v."ScenarioKey" = @p1 AND v."Status" IN (1, 2) AND v."PlanVersionKey" <= @p2) ORDER BY t."ForecastKey" LIMIT @p3
-- @p0 = 1, @p1 = 1, @p2 = 11, @p3 = 20001

-- ForecastHistory [scope 2-4, second page]
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" IN (SELECT v."PlanVersionKey" FROM "PlanVersions" AS v JOIN "Plans" AS p ON p."PlanKey" = v."PlanKey" WHERE p."IsDefault" = 1 AND p."Kind" = @p0 AND v."ScenarioKey" = @p1 AND v."Status" IN (1, 2) AND v."PlanVersionKey" <= @p2) AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p3 AND @p4) AND (t."ForecastKey" > @p5) ORDER BY t."ForecastKey" LIMIT @p6
-- @p0 = 1, @p1 = 1, @p2 = 11, @p3 = 2, @p4 = 4, @p5 = 20260105, @p6 = 20001

-- Runs
SELECT t."RunKey" AS o0, t."Kind" AS o1, t."Status" AS o2, t."Stage" AS o3, t."Progress" AS o4, t."SeriesCount" AS o5, t."Seed" AS o6, t."Parameters" AS o7, t."InputCommit" AS o8, t."InputHash" AS o9, t."ResultHash" AS o10, t."Summary" AS o11, t."Error" AS o12, t."Author" AS o13, t."CreatedAt" AS o14, t."StartedAt" AS o15, t."FinishedAt" AS o16, t."ModifiedAt" AS o17, t."Attempts" AS o18, t."CancelRequested" AS o19 FROM "Runs" AS t ORDER BY t."RunKey" LIMIT @p0
-- @p0 = 20001

-- Runs [scope 2-4, second page]
SELECT t."RunKey" AS o0, t."Kind" AS o1, t."Status" AS o2, t."Stage" AS o3, t."Progress" AS o4, t."SeriesCount" AS o5, t."Seed" AS o6, t."Parameters" AS o7, t."InputCommit" AS o8, t."InputHash" AS o9, t."ResultHash" AS o10, t."Summary" AS o11, t."Error" AS o12, t."Author" AS o13, t."CreatedAt" AS o14, t."StartedAt" AS o15, t."FinishedAt" AS o16, t."ModifiedAt" AS o17, t."Attempts" AS o18, t."CancelRequested" AS o19 FROM "Runs" AS t WHERE 1 = 0 AND (t."RunKey" > @p0) ORDER BY t."RunKey" LIMIT @p1
-- @p0 = 20260105, @p1 = 20001

-- Sales?$top=1000&$select=SaleKey,DateKey,Revenue
SELECT t."SaleKey" AS o0, t."Revenue" AS o1, t."DateKey" AS o2 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 ORDER BY t."SaleKey" LIMIT @p1
-- @p0 = 3, @p1 = 20001

-- Sales?$top=1000&$select=SaleKey,DateKey,Revenue [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."Revenue" AS o1, t."DateKey" AS o2 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (t."SaleKey" > @p3) ORDER BY t."SaleKey" LIMIT @p4
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20260105, @p4 = 20001

-- Sales?$filter=DateKey ge 20260101 and DateKey lt 20260201
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND (t."DateKey" >= @p1 AND t."DateKey" < @p2) ORDER BY t."DateKey", t."SaleKey" LIMIT @p3
-- @p0 = 3, @p1 = 20260101, @p2 = 20260201, @p3 = 20001

-- Sales?$filter=DateKey ge 20260101 and DateKey lt 20260201 [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (t."DateKey" >= @p3 AND t."DateKey" < @p4) AND (t."DateKey" >= @p6 AND (t."DateKey" > @p6 OR (t."DateKey" = @p6 AND t."SaleKey" > @p5))) ORDER BY t."DateKey", t."SaleKey" LIMIT @p7
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20260101, @p4 = 20260201, @p5 = 20260105, @p6 = 20260105, @p7 = 20001

-- Sales?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z&$count=true
SELECT COUNT(*) FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND ((t."PeriodStart" >= @p1 AND t."DateKey" >= @p2) AND t."PeriodStart" < @p3);
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND ((t."PeriodStart" >= @p1 AND t."DateKey" >= @p2) AND t."PeriodStart" < @p3) ORDER BY t."DateKey", t."SaleKey" LIMIT @p4
-- @p0 = 3, @p1 = 01/01/2026 00:00:00, @p2 = 20251231, @p3 = 02/01/2026 00:00:00, @p4 = 20001

-- Sales?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z&$count=true [scope 2-4, second page]
SELECT COUNT(*) FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND ((t."PeriodStart" >= @p3 AND t."DateKey" >= @p4) AND t."PeriodStart" < @p5);
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND ((t."PeriodStart" >= @p3 AND t."DateKey" >= @p4) AND t."PeriodStart" < @p5) AND (t."DateKey" >= @p7 AND (t."DateKey" > @p7 OR (t."DateKey" = @p7 AND t."SaleKey" > @p6))) ORDER BY t."DateKey", t."SaleKey" LIMIT @p8
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 01/01/2026 00:00:00, @p4 = 20251231, @p5 = 02/01/2026 00:00:00, @p6 = 20260105, @p7 = 20260105, @p8 = 20001

-- Forecasts?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" = @p0 AND ((t."PeriodStart" >= @p1 AND t."DateKey" >= @p2) AND (t."PeriodStart" < @p3 AND t."DateKey" <= @p4)) ORDER BY t."DateKey", t."ForecastKey" LIMIT @p5
-- @p0 = 11, @p1 = 01/01/2026 00:00:00, @p2 = 20251231, @p3 = 02/01/2026 00:00:00, @p4 = 20260202, @p5 = 20001

-- Forecasts?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z [scope 2-4, second page]
SELECT t."ForecastKey" AS o0, t."Lifecycle" AS o1, t."BaseMean" AS o2, t."ProductKey" AS o3, t."ChannelKey" AS o4, t."Step" AS o5, t."Mean" AS o6, t."Q05" AS o7, t."Q10" AS o8, t."Q25" AS o9, t."Q50" AS o10, t."Q75" AS o11, t."Q90" AS o12, t."Q95" AS o13, t."Method" AS o14, t."N" AS o15, t."Wape" AS o16, t."Mase" AS o17, t."Bias" AS o18, t."Coverage80" AS o19, t."GainOverNaive" AS o20, t."DateKey" AS o21, t."PeriodStart" AS o22, t."ModifiedAt" AS o23, t."TerritoryKey" AS o24, t."ScenarioKey" AS o25, t."PlanVersionKey" AS o26, t."RunKey" AS o27 FROM "Forecasts" AS t WHERE t."PlanVersionKey" = @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND ((t."PeriodStart" >= @p3 AND t."DateKey" >= @p4) AND (t."PeriodStart" < @p5 AND t."DateKey" <= @p6)) AND (t."DateKey" >= @p8 AND (t."DateKey" > @p8 OR (t."DateKey" = @p8 AND t."ForecastKey" > @p7))) ORDER BY t."DateKey", t."ForecastKey" LIMIT @p9
-- @p0 = 11, @p1 = 2, @p2 = 4, @p3 = 01/01/2026 00:00:00, @p4 = 20251231, @p5 = 02/01/2026 00:00:00, @p6 = 20260202, @p7 = 20260105, @p8 = 20260105, @p9 = 20001

-- Sales?$filter=year(PeriodStart) eq 2026 or date(PeriodStart) ne 2026-01-05
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND (((t."PeriodStart" >= @p2 AND t."DateKey" >= @p1) AND t."PeriodStart" < @p3) OR (t."PeriodStart" < @p4 OR t."PeriodStart" >= @p5 OR t."PeriodStart" IS NULL)) ORDER BY t."DateKey", t."SaleKey" LIMIT @p6
-- @p0 = 3, @p1 = 20251231, @p2 = 01/01/2026 00:00:00, @p3 = 01/01/2027 00:00:00, @p4 = 01/05/2026 00:00:00, @p5 = 01/06/2026 00:00:00, @p6 = 20001

-- Sales?$filter=year(PeriodStart) eq 2026 or date(PeriodStart) ne 2026-01-05 [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (((t."PeriodStart" >= @p4 AND t."DateKey" >= @p3) AND t."PeriodStart" < @p5) OR (t."PeriodStart" < @p6 OR t."PeriodStart" >= @p7 OR t."PeriodStart" IS NULL)) AND (t."DateKey" >= @p9 AND (t."DateKey" > @p9 OR (t."DateKey" = @p9 AND t."SaleKey" > @p8))) ORDER BY t."DateKey", t."SaleKey" LIMIT @p10
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20251231, @p4 = 01/01/2026 00:00:00, @p5 = 01/01/2027 00:00:00, @p6 = 01/05/2026 00:00:00, @p7 = 01/06/2026 00:00:00, @p8 = 20260105, @p9 = 20260105, @p10 = 20001

-- Sales?$expand=Product($select=Name),Account($expand=Territory($select=Name))&$orderby=Product/Price desc,Quantity&$skip=10
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13, t1."ProductKey" AS o14, t1."Name" AS o15, t2."AccountKey" AS o16, t2."TerritoryKey" AS o17, t2."SalesRepKey" AS o18, t2."Potential" AS o19, t2."Code" AS o20, t2."Name" AS o21, t2."ModifiedAt" AS o22, t2."LoadKey" AS o23, t3."TerritoryKey" AS o24, t3."Name" AS o25, t1."Price" AS o26 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Accounts" AS t2 ON t2."AccountKey" = t."AccountKey" LEFT JOIN "Territories" AS t3 ON t3."TerritoryKey" = t2."TerritoryKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 ORDER BY t1."Price" DESC, t."Quantity", t."SaleKey" LIMIT @p1 OFFSET @p2
-- @p0 = 3, @p1 = 20001, @p2 = 10

-- Sales?$expand=Product($select=Name),Account($expand=Territory($select=Name))&$orderby=Product/Price desc,Quantity&$skip=10 [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13, t1."ProductKey" AS o14, t1."Name" AS o15, t2."AccountKey" AS o16, t2."TerritoryKey" AS o17, t2."SalesRepKey" AS o18, t2."Potential" AS o19, t2."Code" AS o20, t2."Name" AS o21, t2."ModifiedAt" AS o22, t2."LoadKey" AS o23, t3."TerritoryKey" AS o24, t3."Name" AS o25, t1."Price" AS o26 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Accounts" AS t2 ON t2."AccountKey" = t."AccountKey" AND (t2."TerritoryKey" = 0 OR t2."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2)) LEFT JOIN "Territories" AS t3 ON t3."TerritoryKey" = t2."TerritoryKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (((t1."Price" < @p5 OR t1."Price" IS NULL) OR (t1."Price" = @p5 AND (t."Quantity" > @p4 OR (t."Quantity" = @p4 AND t."SaleKey" > @p3))))) ORDER BY t1."Price" DESC, t."Quantity", t."SaleKey" LIMIT @p6
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20260105, @p4 = 12.5, @p5 = 12.5, @p6 = 20001

-- Sales?$filter=Product/Level1 ne 'Bikes' and not (Product/Price gt 100 or Territory/IsLeaf)
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Territories" AS t2 ON t2."TerritoryKey" = t."TerritoryKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND ((t1."Level1" <> @p1 OR t1."Level1" IS NULL) AND ((t1."Price" <= @p2 OR t1."Price" IS NULL) AND t2."IsLeaf" = 0)) ORDER BY t."SaleKey" LIMIT @p3
-- @p0 = 3, @p1 = Bikes, @p2 = 100, @p3 = 20001

-- Sales?$filter=Product/Level1 ne 'Bikes' and not (Product/Price gt 100 or Territory/IsLeaf) [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Territories" AS t2 ON t2."TerritoryKey" = t."TerritoryKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND ((t1."Level1" <> @p3 OR t1."Level1" IS NULL) AND ((t1."Price" <= @p4 OR t1."Price" IS NULL) AND t2."IsLeaf" = 0)) AND (t."SaleKey" > @p5) ORDER BY t."SaleKey" LIMIT @p6
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = Bikes, @p4 = 100, @p5 = 20260105, @p6 = 20001

-- Products?$filter=contains(tolower(Name),'é') or startswith(Code,'P') or endswith(Code,'1') or indexof(Name,'a') gt 2 or substring(Name,1,2) eq trim(toupper(Unit)) or length(concat(Code,Name)) lt 9
SELECT t."ProductKey" AS o0, t."Level1" AS o1, t."Level2" AS o2, t."Level3" AS o3, t."Unit" AS o4, t."Price" AS o5, t."Cost" AS o6, t."LaunchDate" AS o7, t."EndDate" AS o8, t."PredecessorProductKey" AS o9, t."PredecessorShare" AS o10, t."Code" AS o11, t."Name" AS o12, t."ModifiedAt" AS o13, t."LoadKey" AS o14 FROM "Products" AS t WHERE (((((INSTR(planning_lower(t."Name"), @p0) > 0 OR SUBSTR(t."Code", 1, LENGTH(@p1)) = @p1) OR (t."Code" IS NOT NULL AND LENGTH(@p2) = 0 OR SUBSTR(t."Code", -LENGTH(@p2)) = @p2)) OR (INSTR(t."Name", @p3) - 1) > @p4) OR SUBSTR(t."Name", MAX(@p5, 0) + 1, MAX(@p6, 0)) = TRIM(planning_upper(t."Unit"))) OR LENGTH((t."Code" || t."Name")) < @p7) ORDER BY t."ProductKey" LIMIT @p8
-- @p0 = é, @p1 = P, @p2 = 1, @p3 = a, @p4 = 2, @p5 = 1, @p6 = 2, @p7 = 9, @p8 = 20001

-- Products?$filter=contains(tolower(Name),'é') or startswith(Code,'P') or endswith(Code,'1') or indexof(Name,'a') gt 2 or substring(Name,1,2) eq trim(toupper(Unit)) or length(concat(Code,Name)) lt 9 [scope 2-4, second page]
SELECT t."ProductKey" AS o0, t."Level1" AS o1, t."Level2" AS o2, t."Level3" AS o3, t."Unit" AS o4, t."Price" AS o5, t."Cost" AS o6, t."LaunchDate" AS o7, t."EndDate" AS o8, t."PredecessorProductKey" AS o9, t."PredecessorShare" AS o10, t."Code" AS o11, t."Name" AS o12, t."ModifiedAt" AS o13, t."LoadKey" AS o14 FROM "Products" AS t WHERE (((((INSTR(planning_lower(t."Name"), @p0) > 0 OR SUBSTR(t."Code", 1, LENGTH(@p1)) = @p1) OR (t."Code" IS NOT NULL AND LENGTH(@p2) = 0 OR SUBSTR(t."Code", -LENGTH(@p2)) = @p2)) OR (INSTR(t."Name", @p3) - 1) > @p4) OR SUBSTR(t."Name", MAX(@p5, 0) + 1, MAX(@p6, 0)) = TRIM(planning_upper(t."Unit"))) OR LENGTH((t."Code" || t."Name")) < @p7) AND (t."ProductKey" > @p8) ORDER BY t."ProductKey" LIMIT @p9
-- @p0 = é, @p1 = P, @p2 = 1, @p3 = a, @p4 = 2, @p5 = 1, @p6 = 2, @p7 = 9, @p8 = 20260105, @p9 = 20001

-- Sales?$filter=month(PeriodStart) eq 1 and hour(ModifiedAt) lt 5 and ModifiedAt lt now() and date(ModifiedAt) gt date(PeriodStart)
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND (((CAST(SUBSTR(t."PeriodStart", 6, 2) AS INTEGER) = @p1 AND CAST(SUBSTR(t."ModifiedAt", 12, 2) AS INTEGER) < @p2) AND t."ModifiedAt" < @p3) AND SUBSTR(t."ModifiedAt", 1, 10) > SUBSTR(t."PeriodStart", 1, 10)) ORDER BY t."SaleKey" LIMIT @p4
-- @p0 = 3, @p1 = 1, @p2 = 5, @p3 = 01/02/2026 03:04:05, @p4 = 20001

-- Sales?$filter=month(PeriodStart) eq 1 and hour(ModifiedAt) lt 5 and ModifiedAt lt now() and date(ModifiedAt) gt date(PeriodStart) [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (((CAST(SUBSTR(t."PeriodStart", 6, 2) AS INTEGER) = @p3 AND CAST(SUBSTR(t."ModifiedAt", 12, 2) AS INTEGER) < @p4) AND t."ModifiedAt" < @p5) AND SUBSTR(t."ModifiedAt", 1, 10) > SUBSTR(t."PeriodStart", 1, 10)) AND (t."SaleKey" > @p6) ORDER BY t."SaleKey" LIMIT @p7
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 1, @p4 = 5, @p5 = 01/02/2026 03:04:05, @p6 = 20260105, @p7 = 20001

-- Sales?$filter=round(Revenue) gt 1 and floor(Quantity) lt ceiling(Quantity) and -Cost lt 0 and SaleKey mod 2 eq 0 and SaleKey div 2 gt 1 and Revenue div Quantity gt 3 and Revenue div 3 lt 5 and Revenue mul Cost ne 7
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND (((((((ROUND(t."Revenue", 0) > @p1 AND FLOOR(t."Quantity") < CEIL(t."Quantity")) AND (-t."Cost") < @p2) AND (t."SaleKey" % NULLIF(@p3, 0)) = @p4) AND (t."SaleKey" / @p5) > @p6) AND (CAST(t."Revenue" AS REAL) / t."Quantity") > @p7) AND ROUND((CAST(t."Revenue" AS REAL) / @p8), 10) < @p9) AND (ROUND((t."Revenue" * t."Cost"), 10) <> @p10)) ORDER BY t."SaleKey" LIMIT @p11
-- @p0 = 3, @p1 = 1, @p2 = 0, @p3 = 2, @p4 = 0, @p5 = 2, @p6 = 1, @p7 = 3, @p8 = 3, @p9 = 5, @p10 = 7, @p11 = 20001

-- Sales?$filter=round(Revenue) gt 1 and floor(Quantity) lt ceiling(Quantity) and -Cost lt 0 and SaleKey mod 2 eq 0 and SaleKey div 2 gt 1 and Revenue div Quantity gt 3 and Revenue div 3 lt 5 and Revenue mul Cost ne 7 [scope 2-4, second page]
SELECT t."SaleKey" AS o0, t."ProductKey" AS o1, t."TerritoryKey" AS o2, t."ChannelKey" AS o3, t."AccountKey" AS o4, t."SalesRepKey" AS o5, t."Quantity" AS o6, t."Revenue" AS o7, t."Cost" AS o8, t."CurrencyCode" AS o9, t."DateKey" AS o10, t."PeriodStart" AS o11, t."ModifiedAt" AS o12, t."LoadKey" AS o13 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND (((((((ROUND(t."Revenue", 0) > @p3 AND FLOOR(t."Quantity") < CEIL(t."Quantity")) AND (-t."Cost") < @p4) AND (t."SaleKey" % NULLIF(@p5, 0)) = @p6) AND (t."SaleKey" / @p7) > @p8) AND (CAST(t."Revenue" AS REAL) / t."Quantity") > @p9) AND ROUND((CAST(t."Revenue" AS REAL) / @p10), 10) < @p11) AND (ROUND((t."Revenue" * t."Cost"), 10) <> @p12)) AND (t."SaleKey" > @p13) ORDER BY t."SaleKey" LIMIT @p14
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 1, @p4 = 0, @p5 = 2, @p6 = 0, @p7 = 2, @p8 = 1, @p9 = 3, @p10 = 3, @p11 = 5, @p12 = 7, @p13 = 20260105, @p14 = 20001

-- PlanVersions?$filter=Status eq 'Published' or Status in ('Draft','Nope') or contains(Status,'a')&$orderby=Status
SELECT t."PlanVersionKey" AS o0, t."PlanKey" AS o1, t."ScenarioKey" AS o2, t."Number" AS o3, t."Status" AS o4, t."Author" AS o5, t."CreatedAt" AS o6, t."PublishedAt" AS o7, t."SupersededAt" AS o8, t."ReplacedPlanVersionKey" AS o9, t."ContentHash" AS o10, t."RunKey" AS o11, t."Bucket" AS o12, t."Code" AS o13, t."Name" AS o14, t."ModifiedAt" AS o15, t."LoadKey" AS o16, CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END AS o17 FROM "PlanVersions" AS t WHERE ((t."Status" = 1 OR t."Status" IN (0)) OR INSTR(CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END, @p0) > 0) ORDER BY CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END, t."PlanVersionKey" LIMIT @p1
-- @p0 = a, @p1 = 20001

-- PlanVersions?$filter=Status eq 'Published' or Status in ('Draft','Nope') or contains(Status,'a')&$orderby=Status [scope 2-4, second page]
SELECT t."PlanVersionKey" AS o0, t."PlanKey" AS o1, t."ScenarioKey" AS o2, t."Number" AS o3, t."Status" AS o4, t."Author" AS o5, t."CreatedAt" AS o6, t."PublishedAt" AS o7, t."SupersededAt" AS o8, t."ReplacedPlanVersionKey" AS o9, t."ContentHash" AS o10, t."RunKey" AS o11, t."Bucket" AS o12, t."Code" AS o13, t."Name" AS o14, t."ModifiedAt" AS o15, t."LoadKey" AS o16, CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END AS o17 FROM "PlanVersions" AS t WHERE ((t."Status" = 1 OR t."Status" IN (0)) OR INSTR(CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END, @p0) > 0) AND (CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END >= @p2 AND (CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END > @p2 OR (CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END = @p2 AND t."PlanVersionKey" > @p1))) ORDER BY CASE t."Status" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Published' WHEN 2 THEN 'Superseded' WHEN 3 THEN 'Recalled' END, t."PlanVersionKey" LIMIT @p3
-- @p0 = a, @p1 = 20260105, @p2 = text, @p3 = 20001

-- Sales?$compute=Revenue sub Cost as Margin,Quantity gt 0 as Sold&$filter=Margin gt 2.5&$orderby=Margin desc&$select=SaleKey,Margin,Sold
SELECT t."SaleKey" AS o0, ROUND((t."Revenue" - t."Cost"), 4) AS o1, CASE WHEN t."Quantity" > @p1 THEN 1 ELSE 0 END AS o2 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND ROUND((t."Revenue" - t."Cost"), 4) > @p2 ORDER BY ROUND((t."Revenue" - t."Cost"), 4) DESC, t."SaleKey" LIMIT @p3
-- @p0 = 3, @p1 = 0, @p2 = 2.5, @p3 = 20001

-- Sales?$compute=Revenue sub Cost as Margin,Quantity gt 0 as Sold&$filter=Margin gt 2.5&$orderby=Margin desc&$select=SaleKey,Margin,Sold [scope 2-4, second page]
SELECT t."SaleKey" AS o0, ROUND((t."Revenue" - t."Cost"), 4) AS o1, CASE WHEN t."Quantity" > @p3 THEN 1 ELSE 0 END AS o2 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND ROUND((t."Revenue" - t."Cost"), 4) > @p4 AND (ROUND((t."Revenue" - t."Cost"), 4) <= @p6 AND (ROUND((t."Revenue" - t."Cost"), 4) < @p6 OR (ROUND((t."Revenue" - t."Cost"), 4) = @p6 AND t."SaleKey" > @p5))) ORDER BY ROUND((t."Revenue" - t."Cost"), 4) DESC, t."SaleKey" LIMIT @p7
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 0, @p4 = 2.5, @p5 = 20260105, @p6 = 12.5, @p7 = 20001

-- Sales?$apply=groupby((Product/Level1,Date/YearMonth),aggregate(Revenue with sum as Revenue,Quantity with average as Mean,SaleKey with countdistinct as Rows,$count as N))&$orderby=Revenue desc&$top=10&$count=true
SELECT COUNT(*) FROM (SELECT t1."Level1" AS c0, t2."YearMonth" AS c1, ROUND(SUM(t."Revenue"), 4) AS c2, AVG(t."Quantity") AS c3, COUNT(DISTINCT t."SaleKey") AS c4, COUNT(*) AS c5 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Dates" AS t2 ON t2."DateKey" = t."DateKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 GROUP BY t1."Level1", t2."YearMonth") AS q0;
SELECT q0.c0 AS o0, q0.c1 AS o1, q0.c2 AS o2, q0.c3 AS o3, q0.c4 AS o4, q0.c5 AS o5 FROM (SELECT t1."Level1" AS c0, t2."YearMonth" AS c1, ROUND(SUM(t."Revenue"), 4) AS c2, AVG(t."Quantity") AS c3, COUNT(DISTINCT t."SaleKey") AS c4, COUNT(*) AS c5 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Dates" AS t2 ON t2."DateKey" = t."DateKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 GROUP BY t1."Level1", t2."YearMonth") AS q0 ORDER BY q0.c2 DESC, q0.c0, q0.c1 LIMIT @p1
-- @p0 = 3, @p1 = 20001

-- Sales?$apply=groupby((Product/Level1,Date/YearMonth),aggregate(Revenue with sum as Revenue,Quantity with average as Mean,SaleKey with countdistinct as Rows,$count as N))&$orderby=Revenue desc&$top=10&$count=true [scope 2-4, second page]
SELECT COUNT(*) FROM (SELECT t1."Level1" AS c0, t2."YearMonth" AS c1, ROUND(SUM(t."Revenue"), 4) AS c2, AVG(t."Quantity") AS c3, COUNT(DISTINCT t."SaleKey") AS c4, COUNT(*) AS c5 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Dates" AS t2 ON t2."DateKey" = t."DateKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) GROUP BY t1."Level1", t2."YearMonth") AS q0;
SELECT q0.c0 AS o0, q0.c1 AS o1, q0.c2 AS o2, q0.c3 AS o3, q0.c4 AS o4, q0.c5 AS o5 FROM (SELECT t1."Level1" AS c0, t2."YearMonth" AS c1, ROUND(SUM(t."Revenue"), 4) AS c2, AVG(t."Quantity") AS c3, COUNT(DISTINCT t."SaleKey") AS c4, COUNT(*) AS c5 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" LEFT JOIN "Dates" AS t2 ON t2."DateKey" = t."DateKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) GROUP BY t1."Level1", t2."YearMonth") AS q0 ORDER BY q0.c2 DESC, q0.c0, q0.c1 LIMIT @p3
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20001

-- Sales?$apply=filter(Quantity gt 0)/compute(Revenue sub Cost as Margin)/groupby((Product/Level1,CurrencyCode),aggregate(Margin with sum as M,LoadKey with sum as L,Cost with average as A))/filter(M gt 10.5)/groupby((CurrencyCode),aggregate(M with max as Top,M with min as Low))
SELECT q1.c0 AS o0, q1.c1 AS o1, q1.c2 AS o2 FROM (SELECT q0.c1 AS c0, MAX(q0.c2) AS c1, MIN(q0.c2) AS c2 FROM (SELECT t1."Level1" AS c0, t."CurrencyCode" AS c1, ROUND(SUM(ROUND((t."Revenue" - t."Cost"), 4)), 4) AS c2, SUM(t."LoadKey") AS c3, ROUND(AVG(t."Cost"), 10) AS c4 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."Quantity" > @p1 GROUP BY t1."Level1", t."CurrencyCode") AS q0 WHERE q0.c2 > @p2 GROUP BY q0.c1) AS q1 ORDER BY q1.c0 LIMIT @p3
-- @p0 = 3, @p1 = 0, @p2 = 10.5, @p3 = 20001

-- Sales?$apply=filter(Quantity gt 0)/compute(Revenue sub Cost as Margin)/groupby((Product/Level1,CurrencyCode),aggregate(Margin with sum as M,LoadKey with sum as L,Cost with average as A))/filter(M gt 10.5)/groupby((CurrencyCode),aggregate(M with max as Top,M with min as Low)) [scope 2-4, second page]
SELECT q1.c0 AS o0, q1.c1 AS o1, q1.c2 AS o2 FROM (SELECT q0.c1 AS c0, MAX(q0.c2) AS c1, MIN(q0.c2) AS c2 FROM (SELECT t1."Level1" AS c0, t."CurrencyCode" AS c1, ROUND(SUM(ROUND((t."Revenue" - t."Cost"), 4)), 4) AS c2, SUM(t."LoadKey") AS c3, ROUND(AVG(t."Cost"), 10) AS c4 FROM "Sales" AS t LEFT JOIN "Products" AS t1 ON t1."ProductKey" = t."ProductKey" WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND t."Quantity" > @p3 GROUP BY t1."Level1", t."CurrencyCode") AS q0 WHERE q0.c2 > @p4 GROUP BY q0.c1) AS q1 ORDER BY q1.c0 LIMIT @p5
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 0, @p4 = 10.5, @p5 = 20001

-- Sales?$apply=aggregate(Revenue with sum as Revenue,$count as N)
SELECT q0.c0 AS o0, q0.c1 AS o1 FROM (SELECT ROUND(SUM(t."Revenue"), 4) AS c0, COUNT(*) AS c1 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0) AS q0 ORDER BY (SELECT NULL) LIMIT @p1
-- @p0 = 3, @p1 = 20001

-- Sales?$apply=aggregate(Revenue with sum as Revenue,$count as N) [scope 2-4, second page]
SELECT q0.c0 AS o0, q0.c1 AS o1 FROM (SELECT ROUND(SUM(t."Revenue"), 4) AS c0, COUNT(*) AS c1 FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2)) AS q0 ORDER BY (SELECT NULL) LIMIT @p3
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = 20001

-- Territories?$apply=groupby((Level1),aggregate(IsLeaf with max as AnyLeaf))
SELECT q0.c0 AS o0, q0.c1 AS o1 FROM (SELECT t."Level1" AS c0, MAX(t."IsLeaf") AS c1 FROM "Territories" AS t GROUP BY t."Level1") AS q0 ORDER BY q0.c0 LIMIT @p0
-- @p0 = 20001

-- Territories?$apply=groupby((Level1),aggregate(IsLeaf with max as AnyLeaf)) [scope 2-4, second page]
SELECT q0.c0 AS o0, q0.c1 AS o1 FROM (SELECT t."Level1" AS c0, MAX(t."IsLeaf") AS c1 FROM "Territories" AS t GROUP BY t."Level1") AS q0 ORDER BY q0.c0 LIMIT @p0
-- @p0 = 20001

-- Sales/$count?$filter=CurrencyCode eq 'EUR'
SELECT COUNT(*) FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."CurrencyCode" = @p1
-- @p0 = 3, @p1 = EUR

-- Sales/$count?$filter=CurrencyCode eq 'EUR' [scope 2-4, second page]
SELECT COUNT(*) FROM "Sales" AS t WHERE t."KnownFrom" <= @p0 AND t."KnownTo" > @p0 AND t."TerritoryKey" IN (SELECT r."TerritoryKey" FROM "Territories" AS r WHERE r."PreorderFirst" BETWEEN @p1 AND @p2) AND t."CurrencyCode" = @p3
-- @p0 = 3, @p1 = 2, @p2 = 4, @p3 = EUR
